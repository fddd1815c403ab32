import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { Pending } from "../client/index.ts";
import { exampleSummary } from "../testing/examples.ts";
import { createActions, createCommandHandlers } from "./actions.ts";
import type { CaseStore } from "./case_store.ts";
import { createDrafts } from "./drafts.ts";
import type { CaseFiles } from "./files/case_files.ts";
import { memoryStore } from "../client/memory.ts";
import { listLocation } from "./location.ts";
import { createPreferences } from "./preferences.ts";
import { createRouter } from "./router.ts";
import { createBulk } from "./sorting/bulk.ts";
import { createSelection } from "./sorting/selection.ts";
import { type Worklists, loaded, nothingKnown } from "./worklist.ts";

const summary = (id: string, subject: string, customer_name: string) =>
  exampleSummary(id, { customer: `v_${id}`, subject, customer_name });

const three = [
  summary("a", "Refund is late", "Ines Moreau"),
  summary("b", "Wrong VAT", "Tomasz Lis"),
  summary("c", "Refund twice", "Mei Tanaka"),
];

/** A router over three waiting cases, with the second one open, and a case store that only records. */
function setUp() {
  const lists = signal<Worklists>(loaded(nothingKnown, "waiting", three, false));
  const page = createRouter(lists, listLocation("waiting", "b"));
  const went: string[] = [];
  page.route = (url) => went.push(url);
  const done: unknown[] = [];
  const pending = signal<readonly Pending[]>([]);
  const caseStore = {
    lists,
    pending,
    now: signal(0),
    active: signal({ id: "b", suggestion: null, state: { view: null } }),
    me: signal({ user: "a_maya", name: null }),
    submit: (command: unknown) => done.push(command),
    submitHeld: (command: unknown) => done.push(command),
    stepsAfter: () => null,
    discard: () => true,
    typing: () => {},
  } as unknown as CaseStore;
  const drafts = createDrafts(memoryStore(), "maya");
  const dependencies = {
    caseStore,
    router: page,
    drafts,
    files: { take: () => ({}), hasAny: () => false, restore: () => {} } as unknown as CaseFiles,
    preferences: createPreferences(memoryStore()),
    availability: { takesCases: signal(null), load: async () => {}, set: async () => {} },
    selection: createSelection(page.rows),
    bulk: createBulk(caseStore, page.announce),
    colleagues: { known: signal({}), want: () => {}, of: () => [] },
    signOut: () => {},
  };
  const actions = createActions(dependencies);
  return { page, lists, went, done, drafts, pending, actions, handlers: createCommandHandlers(dependencies, actions) };
}

test("a search finds by the start of any word, of the subject or the name", () => {
  const { page } = setUp();
  for (const [query, found] of [
    ["ref", ["a", "c"]],
    ["ref tan", ["c"]],
    ["vat", ["b"]],
    ["nothing", []],
    ["", ["a", "b", "c"]],
  ] as const) {
    page.query.value = query;
    assert.deepEqual(page.rows.value, found, query);
  }
});

test("a group's cases are shown alone, of its own store, and searched among", () => {
  const { page, lists } = setUp();
  const other = { ...summary("d", "Refund elsewhere", "Ana Diaz"), group: 2, store: "north" };
  const passed = ["e", "f"].map((id) => ({ ...summary(id, `Refund ${id}`, "Bo Ek"), group: 2 }));
  lists.value = loaded(lists.value, "waiting", [other, ...passed], false);
  page.group.value = "demo/2";
  assert.deepEqual(page.rows.value, ["e", "f"]);
  page.query.value = "f";
  assert.deepEqual(page.rows.value, ["f"]);
  page.group.value = "north/2";
  page.query.value = "";
  assert.deepEqual(page.rows.value, ["d"]);
  page.group.value = null;
  assert.equal(page.rows.value.length, 6);
});

test("stepping goes through the rows that the search left, and opening goes there", () => {
  const { page, went, handlers } = setUp();
  page.query.value = "ref";
  handlers.next();
  handlers.next();
  assert.equal(page.cursor.value, "c");
  handlers.open();
  assert.equal(went.at(-1), "/console/?case=c");
});

test("Done goes on to the next case, within the search while that has one, then in the whole list", () => {
  const { page, went, done, handlers } = setUp();
  handlers.done();
  assert.equal(went.at(-1), "/console/?case=c");
  page.query.value = "vat";
  handlers.done();
  assert.deepEqual([went.at(-1), page.query.value], ["/console/?case=c", ""], "the search has no other case");
  page.query.value = "refund";
  handlers.done();
  assert.equal(went.at(-1), "/console/?case=a", "the open case is none of those found");
  assert.equal(done.length, 3);
});

test("a reply names the newest event that was seen, and leaves no draft", () => {
  const { page, done, drafts, actions } = setUp();
  page.seen.value = 7;
  drafts.write("b", "reply", " Hello ");
  actions.submit("b", "reply", " Hello ");
  actions.submit("b", "reply", "   ");
  assert.deepEqual(done, [{ action: "send", case: "b", text: "Hello", answers: 7 }]);
  assert.equal(drafts.of("b", "reply").value, "");
});

test("what is taken back returns to where it was written", () => {
  const { drafts, actions, pending, handlers } = setUp();
  const held: Pending = {
    id: "1",
    case: "b",
    command: { action: "send", case: "b", text: "Hasty", answers: 1 },
    at: 0,
    state: "held",
    code: null,
    heldUntil: 5_000,
  };
  pending.value = [held];
  handlers.undo();
  assert.equal(drafts.of("b", "reply").value, "Hasty");
  actions.undo({ ...held, command: { action: "approve", case: "b", suggestion: 4, text: "Edited" } });
  assert.equal(drafts.of("b", "edit-4").value, "Edited");
});

test("undoing what was done in another case leads back to it", () => {
  const { went, actions } = setUp();
  const held = { at: 0, state: "held", code: null, heldUntil: 5_000 } as const;
  actions.undo({ ...held, id: "1", case: "b", command: { action: "resolve", case: "b" } });
  assert.deepEqual(went, [], "it is open");
  actions.undo({ ...held, id: "2", case: "a", command: { action: "resolve", case: "a" } });
  assert.equal(went.at(-1), "/console/?case=a");
});

test("taking a case gives no name where none is known", () => {
  const { done, handlers } = setUp();
  handlers.assign();
  assert.deepEqual(done, [{ action: "assign", case: "b", agent: "a_maya" }]);
});

test("the same words are read out again", () => {
  const { page } = setUp();
  const said: number[] = [];
  page.announcement.subscribe(({ words, count }) => void (words === "Stopped" && said.push(count)));
  page.announce("Stopped");
  page.announce("Stopped");
  assert.deepEqual(said, [1, 2]);
});
