import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore } from "../../client/memory.ts";
import { Kept } from "./kept.ts";

test("a draft that moves to another conversation replaces none that is there", () => {
  const kept = new Kept(memoryStore(), "demo");
  kept.setDraft("a", "It is a blue");
  kept.setDraft("b", "Where is");
  kept.moveDraft("a", "b");
  assert.deepEqual([kept.draft("a"), kept.draft("b")], ["", "Where is\nIt is a blue"]);
  kept.moveDraft("a", "b");
  assert.equal(kept.draft("b"), "Where is\nIt is a blue");
});
