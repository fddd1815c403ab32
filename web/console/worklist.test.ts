import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseSummary } from "../client/index.ts";
import { exampleSummary as summary } from "../testing/examples.ts";
import {
  type Worklists,
  hasLeft,
  admit,
  joinedList,
  loaded,
  neighbour,
  nothingKnown,
  reread,
  size,
  pruned,
  notified,
} from "./worklist.ts";

const away = { pointed: false, open: null };
const pointed = { pointed: true, open: null };
const since = (id: string, waiting_since: number) => summary(id, { waiting_since });
const waiting = (...rows: CaseSummary[]): Worklists => loaded(nothingKnown, "waiting", rows, false);

test("an arrival that goes last is shown at once, because nothing moves", () => {
  const lists = notified(waiting(since("a", 1), since("b", 2)), since("c", 3), pointed);
  assert.deepEqual(lists.waiting.shown, ["a", "b", "c"]);
});

test("a list says which case it shows by itself, and nothing of what waits, moves within it or was there", () => {
  const before = waiting(since("b", 2), since("c", 3));
  const joined = (news: CaseSummary, lists = before) => joinedList(lists, notified(lists, news, away), news.case);
  assert.equal(joined(since("d", 4)), "waiting");
  assert.equal(joined(since("a", 1)), null);
  assert.equal(joined(summary("b", { seq: 2, waiting_since: 9 })), null);
  assert.equal(joined(summary("b", { seq: 2, status: "open" })), null);
  const both = loaded(before, "open", [], false);
  assert.equal(joined(summary("b", { seq: 2, status: "open", waiting_since: null }), both), "open");
});

test("an arrival that would push rows down waits until it is let in", () => {
  const lists = notified(waiting(since("b", 2), since("c", 3)), since("a", 1), away);
  assert.deepEqual(lists.waiting.shown, ["b", "c"]);
  assert.deepEqual([...lists.waiting.arrivals], ["a"]);
  const after = admit(lists, "waiting");
  assert.deepEqual(after.waiting.shown, ["a", "b", "c"]);
  assert.equal(after.waiting.arrivals.size, 0);
});

test("an arrival behind rows that were not loaded comes with them", () => {
  const lists = notified(loaded(nothingKnown, "waiting", [since("a", 1)], true), since("z", 9), away);
  assert.deepEqual(lists.waiting.shown, ["a"]);
  assert.equal(lists.waiting.arrivals.size, 0);
});

test("a case that was answered goes at once, but never from under the pointer", () => {
  const before = waiting(since("a", 1), since("b", 2));
  const answered = summary("a", { status: "open", seq: 2 });
  assert.deepEqual(notified(before, answered, away).waiting.shown, ["b"]);
  const still = notified(before, answered, pointed);
  assert.deepEqual(still.waiting.shown, ["a", "b"]);
  assert.ok(hasLeft(still, "waiting", "a"));
  assert.equal(size(still, "waiting"), 1);
  assert.deepEqual(pruned(still, "waiting", null).waiting.shown, ["b"]);
});

test("the open case keeps its row until another one is opened", () => {
  const lists = notified(waiting(since("a", 1)), summary("a", { status: "resolved", seq: 2 }), {
    pointed: false,
    open: "a",
  });
  assert.deepEqual(lists.waiting.shown, ["a"]);
  assert.deepEqual(pruned(lists, "waiting", "a").waiting.shown, ["a"]);
  assert.deepEqual(pruned(lists, "waiting", "b").waiting.shown, []);
});

test("older news than what is known changes nothing", () => {
  const lists = waiting(summary("a", { seq: 5, subject: "new" }));
  assert.equal(notified(lists, summary("a", { seq: 4, subject: "old" }), away), lists);
});

test("waiting cases go by who waits longest, then by id", () => {
  const lists = admit(waiting(since("c", 1), since("b", 2), since("a", 2)), "waiting");
  assert.deepEqual(lists.waiting.shown, ["c", "a", "b"]);
});

test("a list that nobody has opened is not filled by news", () => {
  const lists = notified(nothingKnown, summary("a", { status: "open" }), away);
  assert.deepEqual(lists.open.shown, []);
  assert.deepEqual(loaded(lists, "open", [summary("a", { status: "open" })], false).open.shown, ["a"]);
});

test("what was told while a page was read is not lost", () => {
  const lists = loaded(notified(nothingKnown, since("b", 2), away), "waiting", [since("a", 1)], false);
  assert.deepEqual(lists.waiting.shown, ["a", "b"]);
});

test("a page read twice shows each case once", () => {
  const lists = loaded(waiting(since("a", 1)), "waiting", [since("a", 1), since("b", 2)], false);
  assert.deepEqual(lists.waiting.shown, ["a", "b"]);
});

test("a fresh read finds what was missed while away", () => {
  const lists = reread(waiting(since("b", 2), since("c", 3)), "waiting", [since("a", 1), since("b", 2)], false);
  assert.deepEqual(lists.waiting.shown, ["b", "c"]);
  assert.deepEqual([...lists.waiting.arrivals], ["a"]);
  assert.ok(hasLeft(lists, "waiting", "c"));
});

test("a fresh read says nothing about rows behind its page", () => {
  const before = loaded(nothingKnown, "waiting", [since("a", 1), since("b", 2), since("c", 3)], true);
  const lists = reread(before, "waiting", [since("a", 1)], true);
  assert.ok(!hasLeft(lists, "waiting", "c"));
});

test("stepping stops at both ends", () => {
  const { waiting: list } = waiting(since("a", 1), since("b", 2));
  assert.equal(neighbour(list, null, 1), "a");
  assert.equal(neighbour(list, "a", 1), "b");
  assert.equal(neighbour(list, "b", 1), "b");
  assert.equal(neighbour(list, "a", -1), "a");
});

test("what is put aside is in a list of its own, those first that come back first", () => {
  const aside = (id: string, until: number | null) => summary(id, { snoozed: { until } });
  const page = [aside("early", 1_000), aside("late", 2_000), aside("never", null)];
  const lists = admit(loaded(nothingKnown, "snoozed", [page[2]!, page[1]!, page[0]!], false), "snoozed");
  assert.deepEqual(lists.snoozed.shown, ["early", "late", "never"]);
  const frozen = { pointed: false, open: null };
  const back = notified(lists, summary("early", { seq: 2 }), frozen);
  assert.deepEqual(back.snoozed.shown, ["late", "never"]);
  assert.ok(hasLeft(back, "snoozed", "early") && !hasLeft(back, "waiting", "early"));
});
