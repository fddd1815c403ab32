import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { CaseSummary, Pending } from "../client/index.ts";
import { createActs, createVerbs } from "./acts.ts";
import type { Desk } from "./desk.ts";
import { createDrafts } from "./drafts.ts";
import { memoryStore } from "../client/memory.ts";
import { inList } from "./place.ts";
import { createPrefs } from "./prefs.ts";
import { createStage } from "./stage.ts";
import { type Worklists, loaded, nothingKnown } from "./worklist.ts";

function summary(id: string, subject: string, customer_name: string): CaseSummary {
  return {
    case: id, store: "demo", customer: `v_${id}`, customer_name, subject, excerpt: null, last_role: "customer", seq: 1, status: "waiting",
    assignee: null, assignee_name: null, opened_at: 0, updated_at: 0, waiting_since: 0, suggestion: false, read: null,
  };
}

const three = [summary("a", "Refund is late", "Ines Moreau"), summary("b", "Wrong VAT", "Tomasz Lis"), summary("c", "Refund twice", "Mei Tanaka")];

/** A stage over three waiting cases, with the second one open, and a desk that only remembers. */
function stage() {
  const lists = signal<Worklists>(loaded(nothingKnown, "waiting", three, false));
  const page = createStage(lists, inList("waiting", "b"));
  const went: string[] = [];
  page.route = (url) => went.push(url);
  const done: unknown[] = [];
  const pending = signal<readonly Pending[]>([]);
  const desk = {
    lists, pending, now: signal(0), room: signal({ id: "b", suggestion: null }), me: signal({ user: "a_maya", name: null }),
    act: (command: unknown) => done.push(command), actSoon: (command: unknown) => done.push(command), takeBack: () => true, typing: () => {},
  } as unknown as Desk;
  const drafts = createDrafts(memoryStore(), "maya");
  const needs = { desk, stage: page, drafts, prefs: createPrefs(memoryStore()), signOut: () => {} };
  const acts = createActs(needs);
  return { page, went, done, drafts, pending, acts, verbs: createVerbs(needs, acts) };
}

test("a search finds by the start of any word, of the subject or the name", () => {
  const { page } = stage();
  for (const [query, found] of [["ref", ["a", "c"]], ["ref tan", ["c"]], ["vat", ["b"]], ["nothing", []], ["", ["a", "b", "c"]]] as const) {
    page.query.value = query;
    assert.deepEqual(page.rows.value, found, query);
  }
});

test("stepping goes through the rows that the search left, and opening goes there", () => {
  const { page, went, verbs } = stage();
  page.query.value = "ref";
  verbs.next();
  verbs.next();
  assert.equal(page.cursor.value, "c");
  verbs.open();
  assert.equal(went.at(-1), "/console/?case=c");
});

test("Done goes on to the next case, from the last one to the one before, and home where none is left", () => {
  const { page, went, done, verbs } = stage();
  verbs.done();
  assert.equal(went.at(-1), "/console/?case=c");
  page.query.value = "vat";
  verbs.done();
  assert.equal(went.at(-1), "/console/");
  assert.deepEqual(done, [{ action: "resolve", case: "b" }, { action: "resolve", case: "b" }]);
});

test("a reply names the newest event that was seen, and leaves no draft", () => {
  const { page, done, drafts, acts } = stage();
  page.seen.value = 7;
  drafts.write("b", "reply", " Hello ");
  acts.submit("b", "reply", " Hello ");
  acts.submit("b", "reply", "   ");
  assert.deepEqual(done, [{ action: "send", case: "b", text: "Hello", answers: 7 }]);
  assert.equal(drafts.of("b", "reply").value, "");
});

test("what is taken back returns to where it was written", () => {
  const { drafts, acts, pending, verbs } = stage();
  const held: Pending = { id: "1", case: "b", command: { action: "send", case: "b", text: "Hasty", answers: 1 }, at: 0, state: "held", code: null };
  pending.value = [held];
  verbs.undo();
  assert.equal(drafts.of("b", "reply").value, "Hasty");
  acts.takeBack({ ...held, command: { action: "approve", case: "b", suggestion: 4, text: "Edited" } });
  assert.equal(drafts.of("b", "edit-4").value, "Edited");
});

test("taking a case gives no name where none is known", () => {
  const { done, verbs } = stage();
  verbs.assign();
  assert.deepEqual(done, [{ action: "assign", case: "b", agent: "a_maya" }]);
});
