import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore } from "../client/memory.ts";
import { createDrafts } from "./drafts.ts";
import { readNoticeChoices } from "./notices/choices.ts";
import { createPreferences } from "./preferences.ts";

test("words stay with their case and their purpose, over a reload", () => {
  const store = memoryStore();
  createDrafts(store, "maya").write("one", "reply", "Hello Ines");
  const after = createDrafts(store, "maya");
  assert.equal(after.of("one", "reply").value, "Hello Ines");
  assert.equal(after.of("one", "note").value, "");
  assert.equal(after.of("two", "reply").value, "");
});

test("words that were not sent come back before what was written since", () => {
  const drafts = createDrafts(memoryStore(), "maya");
  drafts.restore("one", "reply", "First");
  assert.equal(drafts.of("one", "reply").value, "First");
  drafts.restore("one", "reply", "Zeroth");
  assert.equal(drafts.of("one", "reply").value, "Zeroth\n\nFirst");
});

test("one person's words are not another's, and leave with them", () => {
  const store = memoryStore();
  const drafts = createDrafts(store, "maya");
  drafts.write("one", "reply", "Hello");
  assert.equal(createDrafts(store, "jon").of("one", "reply").value, "");
  assert.equal(drafts.count(), 1);
  drafts.clear();
  assert.equal(drafts.count(), 0);
  assert.deepEqual(store.keys(""), []);
});

test("what was chosen is kept, and what is broken counts as not chosen", () => {
  const store = memoryStore();
  createPreferences(store).choose({ theme: "dark" });
  assert.deepEqual(createPreferences(store).choices.value, {
    theme: "dark",
    singleKeys: true,
    undoSeconds: 5,
    language: null,
    notices: readNoticeChoices(null, true),
  });
  store.set("console/prefs", "{broken");
  assert.equal(createPreferences(store).choices.value.theme, "system");
});

test("each person has preferences of their own, and starts from this computer's", () => {
  const store = memoryStore();
  const maya = createPreferences(store);
  maya.load("maya");
  maya.choose({ undoSeconds: 30 });
  const jon = createPreferences(store);
  jon.load("jon");
  jon.choose({ undoSeconds: 0, theme: "dark" });
  const again = createPreferences(store);
  assert.equal(again.choices.value.theme, "dark", "the sign-in page looks as the last person liked it");
  again.load("maya");
  assert.deepEqual([again.choices.value.undoSeconds, again.choices.value.theme], [30, "system"]);
});

test("a time for Undo that can't be chosen counts as not chosen", () => {
  for (const undoSeconds of [-1, 31, 2.5, "9", null]) {
    const store = memoryStore();
    store.set("console/prefs", JSON.stringify({ undoSeconds }));
    assert.equal(createPreferences(store).choices.value.undoSeconds, 5);
  }
});
