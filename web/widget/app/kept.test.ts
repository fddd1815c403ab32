import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore } from "../../client/memory.ts";
import { answersKey, forgetAnswers, handAnswers } from "./answers_kept.ts";
import { hand } from "./identified.ts";
import { Kept } from "./kept.ts";

test("what one customer has begun is not the next one's, and what was begun before they were known is", () => {
  const storage = memoryStore();
  const kept = new Kept(storage, "demo");
  kept.setDraft("demo", "Where is");
  hand(kept, "demo", "demo:ada");
  assert.equal(kept.draft("demo"), "Where is");
  kept.place = { at: "list" };
  const next = new Kept(storage, "demo");
  assert.deepEqual([next.draft("demo"), next.place], ["", null]);
  hand(next, "demo", "demo:bob");
  assert.deepEqual([next.draft("demo"), next.place], ["", null]);
  const again = new Kept(storage, "demo");
  hand(again, "demo", "demo:ada");
  assert.deepEqual([again.draft("demo"), again.place], ["Where is", { at: "list" }]);
  again.clear();
  assert.deepEqual(storage.keys("fl:"), []);
});

test("what a visitor has answered is the customer's that they turn out to be, and no other visitor's", () => {
  const storage = memoryStore();
  storage.set(answersKey("demo"), "visitor");
  handAnswers(storage, "demo", "demo:ada");
  const held = (owner?: string) => storage.get(answersKey("demo", owner));
  assert.deepEqual([held(), held("demo:ada"), held("demo:bob")], [null, "visitor", null]);
  storage.set(answersKey("demo"), "other");
  handAnswers(storage, "demo", "demo:ada");
  assert.deepEqual([held(), held("demo:ada")], [null, "visitor"], "what the customer has answered stays");
  storage.set(answersKey("demo", "demo:bob"), "bob");
  forgetAnswers(storage, "demo", "demo:ada");
  assert.deepEqual([held(), held("demo:ada"), held("demo:bob")], [null, null, "bob"]);
});

test("a draft that moves to another conversation replaces none that is there", () => {
  const kept = new Kept(memoryStore(), "demo");
  kept.setDraft("a", "It is a blue");
  kept.setDraft("b", "Where is");
  kept.moveDraft("a", "b");
  assert.deepEqual([kept.draft("a"), kept.draft("b")], ["", "Where is\nIt is a blue"]);
  kept.moveDraft("a", "b");
  assert.equal(kept.draft("b"), "Where is\nIt is a blue");
});
