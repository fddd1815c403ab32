import { effect } from "@preact/signals";
import { isComposing } from "../client/composition.ts";
import type { RejectionReason } from "../client/index.ts";
import type { AppContext } from "./app_context.ts";
import type { Command, CommandId } from "./commands.ts";
import { type KeyContext, commandFor, firstKey, isSingleKey } from "./shortcuts.ts";

/** Why a draft is turned down, in the order of their keys. */
export const REASONS: readonly RejectionReason[] = ["wrong", "outdated", "tone", "not_needed"];

/** Within this time a second key goes with the first, in milliseconds. */
const SEQUENCE = 1_500;

/** Keys that mean nothing without another. */
const MODIFIERS: readonly string[] = ["Shift", "Control", "Alt", "Meta", "CapsLock"];

/** A field that went away under somebody's hands leaves the keys without meaning until they pause this long, in milliseconds. */
const PAUSE = 1_000;

/** A draft that has just changed is not decided on within this time, in milliseconds: the key was meant for the one before it. */
const SETTLING = 700;

/** The commands that decide on a draft. */
const DECISIONS: readonly CommandId[] = ["approve", "edit", "reject"];

/** Listens to the whole page's keys. Returns what ends that. */
export function listenToKeys(context: AppContext, page: Document): () => void {
  const draft = watchDraft(context);
  const writing = watchWriting(page);
  const sequence = watchSequence(page);
  const pressed = (event: KeyboardEvent) => {
    // The input method's own: Escape takes back what it offers, and leaves the field where it is.
    if (isComposing(event)) return;
    const setting = keyContextOf(event.target, context, page);
    const isInterrupted = writing.isInterrupted(event, setting.isTyping);
    if (event.defaultPrevented || setting.isBlocked || isInterrupted) return;
    const first = sequence.follow(event, setting);
    if (first !== null) {
      if (first.isInTime) runCommand(commandFor(event, setting, first.key), context);
      return event.preventDefault();
    }
    if (draft.isChanging() && isDecision(event, setting)) return event.preventDefault();
    const isDone = event.key === "Escape" ? closeInnermost(context, page) : dispatchKey(event, setting, context);
    if (isDone) event.preventDefault();
  };
  page.addEventListener("keydown", pressed);
  return () => {
    page.removeEventListener("keydown", pressed);
    draft.stop();
    writing.stop();
    sequence.stop();
  };
}

/**
 * Notes which key has begun a command of two. What comes after it is its second key or nothing: whoever was too slow, or hit
 * the wrong key, has not decided anything about the open case.
 */
function watchSequence(page: Document) {
  let begun: { key: string; at: number } | null = null;
  const forget = () => {
    begun = null;
  };
  page.addEventListener("pointerdown", forget);
  return {
    /** The key that this one follows; null: it stands for itself. */
    follow(event: KeyboardEvent, setting: KeyContext): { key: string; isInTime: boolean } | null {
      // A modifier is on its way to the key that it changes.
      if (MODIFIERS.includes(event.key)) return null;
      const before = isSingleKey(event, setting) ? begun : null;
      const isInTime = before !== null && event.timeStamp - before.at < SEQUENCE;
      const isUsed = isInTime && commandFor(event, setting, before.key) !== null;
      const key = isUsed ? null : firstKey(event, setting);
      begun = key === null ? null : { key, at: event.timeStamp };
      return before === null ? null : { key: before.key, isInTime };
    },
    stop: () => page.removeEventListener("pointerdown", forget),
  };
}

function isDecision(event: KeyboardEvent, setting: KeyContext): boolean {
  const command = commandFor(event, setting);
  return command !== null && DECISIONS.includes(command.id);
}

/** Notes when the draft of the open case is replaced or taken away. */
function watchDraft({ caseStore, router }: AppContext): { isChanging: () => boolean; stop: () => void } {
  let before: { id: string; seq: number | null } | null = null;
  let changedAt = Number.NEGATIVE_INFINITY;
  const stop = effect(() => {
    const active = caseStore.active.value;
    const isReadable = active !== null && active.state.events.length > 0;
    const now = isReadable ? { id: active.id, seq: active.suggestion?.seq ?? null } : null;
    const isOther = before !== null && now !== null && before.id === now.id && before.seq !== now.seq;
    before = now;
    if (!isOther) return;
    changedAt = Date.now();
    router.isRejecting.value = false;
  });
  return { isChanging: () => Date.now() - changedAt < SETTLING, stop };
}

/**
 * Notes when the field that somebody writes in loses the focus though they did nothing to leave it. Their next letters are
 * words, not commands, until they pause or go somewhere on purpose.
 */
function watchWriting(page: Document) {
  let wroteAt = Number.NEGATIVE_INFINITY;
  const leave = () => {
    wroteAt = Number.NEGATIVE_INFINITY;
  };
  page.addEventListener("pointerdown", leave);
  return {
    isInterrupted(event: KeyboardEvent, isTyping: boolean): boolean {
      const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
      if (!isText) leave();
      else if (isTyping || Date.now() - wroteAt < PAUSE) wroteAt = Date.now();
      return !isTyping && wroteAt > Number.NEGATIVE_INFINITY && Date.now() - wroteAt < PAUSE;
    },
    stop: () => page.removeEventListener("pointerdown", leave),
  };
}

function keyContextOf(target: EventTarget | null, { preferences }: AppContext, page: Document): KeyContext {
  const isTyping =
    target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  return {
    isTyping,
    isBlocked: page.querySelector("dialog[open]") !== null,
    singleKeys: preferences.choices.value.singleKeys,
  };
}

function dispatchKey(event: KeyboardEvent, setting: KeyContext, context: AppContext): boolean {
  if (!setting.isTyping && (pickReason(event, context) || openRow(event, context))) return true;
  return runCommand(commandFor(event, setting), context);
}

/** Whether there is such a command now. */
function runCommand(command: Command | null, context: AppContext): boolean {
  if (command === null || !command.isAvailable(context.commandState.value)) return false;
  context.run(command.id);
  return true;
}

function pickReason(event: KeyboardEvent, { router, actions, preferences }: AppContext): boolean {
  const picked = REASONS[Number(event.key) - 1];
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
  if (!isPlain || !router.isRejecting.value || !preferences.choices.value.singleKeys || picked === undefined)
    return false;
  actions.reject(picked);
  return true;
}

/** Enter opens the row that j and k have chosen, even where the focus has not caught up with them. */
function openRow(event: KeyboardEvent, context: AppContext): boolean {
  const isFree =
    event.target === document.body || (event.target instanceof Element && event.target.closest(".rows") !== null);
  const isPlain = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isFree || !isPlain || context.router.cursor.value === null) return false;
  context.run("open");
  return true;
}

/** Escape undoes one thing at a time, the innermost first. */
function closeInnermost({ router, actions, selection }: AppContext, page: Document): boolean {
  const focused = page.activeElement;
  if (router.isRejecting.value) router.isRejecting.value = false;
  else if (focused === router.elements.edit || focused === router.elements.composer) actions.leave();
  else if (focused === router.elements.search) leaveSearch(router);
  else if (router.panel.value === "shown") router.panel.value = "auto";
  else if (selection.chosen.value.length > 0) selection.clear();
  else return false;
  return true;
}

function leaveSearch(router: AppContext["router"]): void {
  router.query.value = "";
  router.elements.search?.blur();
}
