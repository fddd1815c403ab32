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
    commandState: signal({ hasCase: true, isAtCases: true }),
    router: { isRejecting, cursor: signal(null), panel: signal("auto"), elements: { composer: field } },
    actions: { reject: (reason: string) => done.push(reason), leave: () => done.push("leave") },
    run: (id: string) => done.push(id),
  } as unknown as AppContext;
  listenToKeys(context, page as unknown as Document);
  let now = 0;
  const press = (key: string, { after = 10, ...more }: { after?: number } & Partial<KeyboardEvent> = {}) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ...more });
    Object.defineProperty(event, "timeStamp", { value: (now += after) });
    page.dispatchEvent(event);
  };
  const click = () => page.dispatchEvent(new Event("pointerdown"));
  return { done, press, click, isRejecting };
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

test("two keys are one command as long as the second comes soon", () => {
  const { done, press } = keys();
  press("g");
  press("Shift");
  press("A", { after: 1_000 });
  assert.deepEqual(done, ["answers"]);
  press("n");
  assert.deepEqual(done, ["answers", "note"]);
});

test("a second key that comes late does nothing to the case, and the one after it is itself again", () => {
  const { done, press } = keys();
  press("g");
  press("n", { after: 60_000 });
  assert.deepEqual(done, []);
  press("n");
  assert.deepEqual(done, ["note"]);
});

test("a second key that goes with no first does nothing either", () => {
  const { done, press } = keys();
  press("y");
  press("r");
  press("y");
  press("2");
  assert.deepEqual(done, []);
});

test("a second key that begins a command itself does so, late or not", () => {
  const { done, press } = keys();
  press("g");
  press("y", { after: 2_000 });
  press("g");
  press("a");
  assert.deepEqual(done, ["answers"]);
});

test("a click ends what a key has begun", () => {
  const { done, press, click } = keys();
  press("g");
  click();
  press("n");
  assert.deepEqual(done, ["note"]);
});
