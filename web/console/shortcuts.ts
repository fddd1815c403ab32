import { isComposing } from "../client/composition.ts";
import { COMMANDS, type Command } from "./commands.ts";

/** The part of a keyboard event that matters here. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  keyCode?: number;
}

export interface KeyContext {
  /** Focus is where keys are text. */
  isTyping: boolean;
  /** A dialog is open: it has the keyboard. */
  isBlocked: boolean;
  /** The person has single keys switched on (WCAG 2.1.4). */
  singleKeys: boolean;
}

const BY_KEY = new Map(COMMANDS.flatMap((command) => (command.key === null ? [] : [[command.key, command]])));

/** The keys that two-key commands begin with. None of them means anything by itself. */
const FIRST_KEYS = new Set(COMMANDS.flatMap(({ key }) => (key?.[1] === " " ? [key[0]] : [])));

/** The key of a press that begins a command of two keys; null: it begins none. */
export function firstKey(press: Press, setting: KeyContext): string | null {
  const key = press.key.toLowerCase();
  return isSingleKey(press, setting) && FIRST_KEYS.has(key) ? key : null;
}

/** Whether a press can be a command without ⌘ or Ctrl. */
export function isSingleKey(press: Press, { isTyping, isBlocked, singleKeys }: KeyContext): boolean {
  const isPlain = press.key.length === 1 && !press.ctrlKey && !press.metaKey && !press.altKey;
  return isPlain && !isTyping && !isBlocked && singleKeys;
}

/**
 * The command that a key press means, if any; after `first`, the key that began a command of two, it means nothing else.
 * Enter is left to the focused element and stands in the table for people to read.
 */
export function commandFor(press: Press, setting: KeyContext, first: string | null = null): Command | null {
  if (isComposing(press) || press.altKey || setting.isBlocked) return null;
  const isMod = press.ctrlKey || press.metaKey;
  const key = press.key.toLowerCase();
  const command = BY_KEY.get(isMod ? `mod+${key}` : first === null ? key : `${first} ${key}`);
  if (command === undefined || command.id === "open") return null;
  const isFree = isMod || (setting.singleKeys && !setting.isTyping);
  const isFirst = !press.repeat || command.repeats === true;
  return isFree && isFirst ? command : null;
}

/** How a key is shown on its button. */
export function keyLabel(key: string, isApple: boolean): string {
  if (key.startsWith("mod+")) return `${isApple ? "⌘" : "Ctrl "}${key.slice(4).toUpperCase()}`;
  if (key.includes(" ")) return key.toUpperCase();
  return key === "enter" ? "Enter" : key.toUpperCase();
}

/** The same for `aria-keyshortcuts`, which can't say two keys after each other. */
export function ariaKey(key: string): string | undefined {
  if (key.includes(" ")) return undefined;
  return key.startsWith("mod+") ? `Control+${key.slice(4)} Meta+${key.slice(4)}` : key;
}
