import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { AppContext } from "./app_context.ts";
import { listenToKeys } from "./keyboard.ts";

// Stands in for the page: the keys need of it who has the focus, and whether a dialog is open.
class FakeElement extends EventTarget {
  matches = () => true;
  closest = () => null;
}
Object.assign(globalThis, { Element: FakeElement, document: { body: null } });

/** A console that is about to turn down a draft, and what its keys have done. */
function keys() {
  const done: string[] = [];
  const field = new FakeElement();
  const page = Object.assign(new EventTarget(), { querySelector: () => null, activeElement: field });
  const isRejecting = signal(true);
  const context = {
    preferences: { choices: signal({ singleKeys: true }) },
    caseStore: { active: signal(null) },
    commandState: signal({}),
    router: { isRejecting, cursor: signal(null), panel: signal("auto"), elements: { composer: field } },
    actions: { reject: (reason: string) => done.push(reason), leave: () => done.push("leave") },
    run: (id: string) => done.push(id),
  } as unknown as AppContext;
  listenToKeys(context, page as unknown as Document);
  const press = (key: string, more: object = {}) =>
    page.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key, ...more }));
  return { done, press, isRejecting };
}

test("a number turns a draft down by itself alone: with Ctrl, Cmd or Alt it is the browser's", () => {
  const { done, press } = keys();
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }]) press("1", more);
  assert.deepEqual(done, []);
  press("2");
  assert.deepEqual(done, ["outdated"]);
});

test("what an input method takes does nothing else: Escape leaves the field only without it", () => {
  const { done, press, isRejecting } = keys();
  isRejecting.value = false;
  press("Escape", { isComposing: true });
  press("Escape", { keyCode: 229 });
  press("2", { isComposing: true });
  assert.deepEqual(done, []);
  press("Escape");
  assert.deepEqual(done, ["leave"]);
});
