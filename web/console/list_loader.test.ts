import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { CaseSummary } from "../client/index.ts";
import { exampleSummary } from "../testing/examples.ts";
import { createListLoader } from "./list_loader.ts";
import { nothingKnown } from "./worklist.ts";

const NOW = Date.UTC(2026, 10, 21);
const summary = (id: string, store: string, more: Partial<CaseSummary> = {}) => exampleSummary(id, { store, ...more });

type Asked = { store: string; list: string; month?: string; cursor?: string };

/** A loader over a service that answers from `pages`, by `store list month cursor`. */
function setUp(pages: Record<string, { cases: CaseSummary[]; next: string | null }>, stores = ["demo"]) {
  const asked: Asked[] = [];
  const lists = signal(nothingKnown);
  const worklist = async (store: string, list: string, options: { month?: string; cursor?: string } = {}) => {
    asked.push({ store, list, ...options });
    return pages[[store, list, options.month, options.cursor].filter(Boolean).join(" ")] ?? { cases: [], next: null };
  };
  const listLoader = createListLoader(
    { worklist },
    () => stores,
    () => NOW,
    lists,
  );
  return { listLoader, lists, asked, settle: () => new Promise((resolve) => setTimeout(resolve, 5)) };
}

test("a list is read page by page, and no page twice", async () => {
  const { listLoader, lists, asked, settle } = setUp({
    "demo waiting": { cases: [summary("a", "demo")], next: "p2" },
    "demo waiting p2": { cases: [summary("b", "demo")], next: null },
  });
  listLoader.load("waiting");
  listLoader.load("waiting");
  await settle();
  assert.deepEqual([lists.value.waiting.shown, lists.value.waiting.hasMore], [["a"], true]);
  listLoader.loadMore("waiting");
  await settle();
  assert.deepEqual([lists.value.waiting.shown, lists.value.waiting.hasMore], [["a", "b"], false]);
  listLoader.loadMore("waiting");
  assert.equal(asked.length, 2);
});

test("the lists of several stores become one, who waits longest first", async () => {
  const { listLoader, lists, settle } = setUp(
    {
      "demo waiting": {
        cases: [summary("a", "demo", { waiting_since: 1 }), summary("c", "demo", { waiting_since: 3 })],
        next: null,
      },
      "north waiting": { cases: [summary("b", "north", { waiting_since: 2 })], next: null },
    },
    ["demo", "north"],
  );
  listLoader.load("waiting");
  await settle();
  assert.deepEqual(lists.value.waiting.shown, ["a", "b", "c"]);
});

test("closed cases are looked for month by month, until there are none for long", async () => {
  const closed = { status: "resolved" } as const;
  const { listLoader, lists, asked, settle } = setUp({
    "demo closed 2026-09": { cases: [summary("a", "demo", closed)], next: null },
  });
  listLoader.load("closed");
  await settle();
  assert.deepEqual(
    asked.map((one) => one.month),
    ["2026-11", "2026-10", "2026-09"],
  );
  assert.deepEqual([lists.value.closed.shown, lists.value.closed.hasMore], [["a"], true]);
  listLoader.loadMore("closed");
  await settle();
  assert.equal(lists.value.closed.hasMore, false);
  assert.equal(asked.at(-1)?.month, "2026-02");
});

test("what can't be loaded says so and is tried again when asked", async () => {
  const lists = signal(nothingKnown);
  let calls = 0;
  const worklist = async () => {
    calls += 1;
    if (calls === 1) throw new TypeError("no network");
    return { cases: [summary("a", "demo")], next: null };
  };
  const listLoader = createListLoader(
    { worklist },
    () => ["demo"],
    () => NOW,
    lists,
  );
  listLoader.load("waiting");
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(lists.value.waiting.phase, "failed");
  listLoader.load("waiting");
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(lists.value.waiting.shown, ["a"]);
});
