import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventView } from "../../client/index.ts";
import { memoryStore } from "../../client/memory.ts";
import { createDrafts } from "../drafts.ts";
import { draftedCases, dropErased } from "./erased_drafts.ts";

const erased = (seq: number) => ({ seq, body: { kind: "erased" } }) as EventView;
const suggested = (seq: number) => ({ seq, body: { kind: "suggested", text: null } }) as EventView;

test("a draft goes when its case is erased, whichever it is for, and others stay", () => {
  const store = memoryStore();
  const drafts = createDrafts(store, "maya");
  const of = { store, drafts, me: "a_1" };
  for (const purpose of ["reply", "note", "macro", "edit-3"] as const) drafts.write("one", purpose, "To Ada");
  drafts.write("two", "reply", "To Ben");
  const shown = drafts.of("one", "reply");
  dropErased(of, "one", [suggested(3)]);
  assert.equal(shown.value, "To Ada");
  dropErased(of, "one", [suggested(3), erased(5)]);
  assert.equal(shown.value, "");
  assert.deepEqual(store.keys("draft/"), ["draft/maya/two/reply"]);
});

test("what is written after an erasure stays, however often that is read again", () => {
  const store = memoryStore();
  const drafts = createDrafts(store, "maya");
  const of = { store, drafts, me: "a_1" };
  dropErased(of, "one", [erased(5)]);
  drafts.write("one", "reply", "Something else");
  dropErased(of, "one", [erased(5)]);
  assert.equal(drafts.of("one", "reply").value, "Something else");
  dropErased(of, "one", [erased(5), erased(9)]);
  assert.equal(drafts.of("one", "reply").value, "");
});

test("cases with a draft are known by what is kept", () => {
  const store = memoryStore();
  const drafts = createDrafts(store, "maya");
  drafts.write("one", "reply", "To Ada");
  drafts.write("one", "note", "To us");
  createDrafts(store, "jon").write("two", "edit-3", "To Ada");
  assert.deepEqual(draftedCases(store).sort(), ["one", "two"]);
});
