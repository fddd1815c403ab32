import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS, type CommandState, commandOf, offered } from "./commands.ts";
import { type Press, type KeyContext, commandFor, keyLabel } from "./shortcuts.ts";
import { en } from "./words/en/index.ts";

const plain: Press = { key: "", ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false };
const free: KeyContext = { isTyping: false, isBlocked: false, singleKeys: true };
const press = (more: Partial<Press>, setting: Partial<KeyContext> = {}) =>
  commandFor({ ...plain, ...more }, { ...free, ...setting })?.id ?? null;
const commandState: CommandState = {
  hasCase: true,
  isResolved: false,
  isMine: false,
  isAssigned: false,
  isSnoozed: false,
  hasReplyDraft: false,
  mayApprove: true,
  hasDraft: true,
  canUndo: false,
  hasArrivals: false,
  hasReply: false,
  isAtCases: true,
  isLead: false,
  priority: "normal",
  selected: 0,
};

test("no two commands share an id or a key", () => {
  const keys = COMMANDS.flatMap((command) => command.key ?? []);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(new Set(COMMANDS.map((command) => command.id)).size, COMMANDS.length);
});

test("each key finds its command, in either case", () => {
  for (const [key, id] of [
    ["j", "next"],
    ["A", "approve"],
    ["x", "reject"],
    ["u", "undo"],
    ["/", "search"],
    ["?", "shortcuts"],
    [".", "admit"],
  ] as const) {
    assert.equal(press({ key }), id);
  }
});

test("the command bar opens from anywhere, by either modifier", () => {
  assert.equal(press({ key: "k", ctrlKey: true }, { isTyping: true, singleKeys: false }), "commands");
  assert.equal(press({ key: "K", metaKey: true }), "commands");
});

test("single keys stay out of text, out of dialogs, and off where the person says so", () => {
  assert.equal(press({ key: "d" }, { isTyping: true }), null);
  assert.equal(press({ key: "d" }, { isBlocked: true }), null);
  assert.equal(press({ key: "d" }, { singleKeys: false }), null);
  assert.equal(press({ key: "d", isComposing: true }), null);
});

test("two keys after each other mean one thing, and only together", () => {
  const after = (before: string | null, key: string, more: Partial<Press> = {}) =>
    commandFor({ ...plain, key, ...more }, free, before)?.id ?? null;
  assert.deepEqual(
    [after("g", "a"), after(null, "a"), after("g", "x"), after(null, "g")],
    ["answers", "approve", null, null],
  );
  assert.equal(after("g", "k", { ctrlKey: true }), "commands");
});

test("the browser keeps its own combinations", () => {
  assert.equal(press({ key: "r", ctrlKey: true }), null);
  assert.equal(press({ key: "a", metaKey: true }), null);
  assert.equal(press({ key: "n", altKey: true }), null);
});

test("a key held down repeats only what moves", () => {
  assert.equal(press({ key: "j", repeat: true }), "next");
  assert.equal(press({ key: "a", repeat: true }), null);
});

test("the command bar offers what is available and what was typed", () => {
  assert.deepEqual(
    offered("rej", commandState, en.commands).map((command) => command.id),
    ["reject"],
  );
  assert.deepEqual(
    offered("sug ed", commandState, en.commands).map((command) => command.id),
    ["edit"],
  );
  assert.equal(offered("approve", { ...commandState, mayApprove: false }, en.commands).length, 0);
  assert.equal(offered("", commandState, en.commands)[0], commandOf("approve"));
});

test("a key is shown as it is on the keyboard", () => {
  assert.deepEqual(
    [keyLabel("mod+k", true), keyLabel("mod+k", false), keyLabel("a", true), keyLabel("enter", true)],
    ["⌘K", "Ctrl K", "A", "Enter"],
  );
});
