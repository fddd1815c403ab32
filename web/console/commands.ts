import type { Priority } from "../client/index.ts";

/** What the console can do. Buttons, shortcuts and the command bar all read this one table. */
export type CommandId =
  | "next"
  | "previous"
  | "open"
  | "admit"
  | "search"
  | "searchAll"
  | "approve"
  | "edit"
  | "reject"
  | "reply"
  | "note"
  | "done"
  | "reopen"
  | "assign"
  | "unassign"
  | "undo"
  | "sendNow"
  | "saveAnswer"
  | "customer"
  | "waiting"
  | "opened"
  | "snoozed"
  | "closed"
  | "mentions"
  | "answers"
  | "writeAnswer"
  | "cannedReplies"
  | "store"
  | "team"
  | "statistics"
  | "availability"
  | "pass"
  | "urgent"
  | "high"
  | "normal"
  | "low"
  | "label"
  | "select"
  | "selectAll"
  | "deselect"
  | "assignSelected"
  | "tagSelected"
  | "closeSelected"
  | "snooze"
  | "wake"
  | "sendLater"
  | "actions"
  | "promise"
  | "commands"
  | "shortcuts"
  | "theme"
  | "signOut";

/** What a command's availability depends on. */
export interface CommandState {
  hasCase: boolean;
  isResolved: boolean;
  isMine: boolean;
  isAssigned: boolean;
  /** The case was put aside. */
  isSnoozed: boolean;
  /** A reply is written that may be sent. */
  hasReplyDraft: boolean;
  /** A draft is shown that may go out: it answers the customer's last message, or was edited by somebody who has read that. */
  mayApprove: boolean;
  hasDraft: boolean;
  canUndo: boolean;
  hasArrivals: boolean;
  /** A person of the staff has replied in the open case. */
  hasReply: boolean;
  /** The lists of cases are shown, not a page beside them. */
  isAtCases: boolean;
  isLead: boolean;
  /** How pressing the open case is; null: there is none. */
  priority: Priority | null;
  /** How many rows of the list are selected. */
  selected: number;
}

export interface Command {
  id: CommandId;
  /** The key: a single one, `mod+` one, which is ⌘ or Ctrl, or two after each other. Null: only by button and command bar. */
  key: string | null;
  /** Whether it makes sense now. What doesn't is neither offered nor done. */
  isAvailable: (state: CommandState) => boolean;
  /** Holding the key down repeats it. */
  repeats?: true;
  /** It is done to the open case. */
  isOfCase?: true;
}

const always = () => true;
const inCase = (state: CommandState) => state.hasCase;
const atCases = (state: CommandState) => state.isAtCases;
const isOther = (priority: Priority) => (state: CommandState) => state.hasCase && state.priority !== priority;
const hasSelection = (state: CommandState) => state.isAtCases && state.selected > 0;

/** In the order in which the command bar offers them: what is closest to the customer first. */
export const COMMANDS: readonly Command[] = [
  { id: "approve", key: "a", isAvailable: (state) => state.mayApprove, isOfCase: true },
  { id: "edit", key: "e", isAvailable: (state) => state.hasDraft, isOfCase: true },
  { id: "reject", key: "x", isAvailable: (state) => state.hasDraft, isOfCase: true },
  { id: "reply", key: "r", isAvailable: inCase, isOfCase: true },
  { id: "note", key: "n", isAvailable: inCase, isOfCase: true },
  { id: "done", key: "d", isAvailable: (state) => state.hasCase && !state.isResolved, isOfCase: true },
  { id: "reopen", key: null, isAvailable: (state) => state.hasCase && state.isResolved, isOfCase: true },
  { id: "assign", key: "m", isAvailable: (state) => state.hasCase && !state.isMine, isOfCase: true },
  { id: "pass", key: "p", isAvailable: (state) => state.hasCase && !state.isResolved, isOfCase: true },
  { id: "snooze", key: "s", isAvailable: (state) => state.hasCase && !state.isResolved, isOfCase: true },
  { id: "wake", key: null, isAvailable: (state) => state.hasCase && state.isSnoozed, isOfCase: true },
  { id: "promise", key: "w", isAvailable: (state) => state.hasCase && !state.isResolved, isOfCase: true },
  { id: "sendLater", key: null, isAvailable: (state) => state.hasReplyDraft && !state.isResolved, isOfCase: true },
  { id: "unassign", key: null, isAvailable: (state) => state.hasCase && state.isAssigned, isOfCase: true },
  { id: "urgent", key: "y u", isAvailable: isOther("urgent"), isOfCase: true },
  { id: "high", key: "y h", isAvailable: isOther("high"), isOfCase: true },
  { id: "normal", key: "y n", isAvailable: isOther("normal"), isOfCase: true },
  { id: "low", key: "y l", isAvailable: isOther("low"), isOfCase: true },
  { id: "label", key: "t", isAvailable: inCase, isOfCase: true },
  { id: "undo", key: "u", isAvailable: (state) => state.canUndo },
  { id: "sendNow", key: null, isAvailable: (state) => state.canUndo },
  { id: "saveAnswer", key: null, isAvailable: (state) => state.hasReply, isOfCase: true },
  { id: "next", key: "j", isAvailable: atCases, repeats: true },
  { id: "previous", key: "k", isAvailable: atCases, repeats: true },
  { id: "open", key: "enter", isAvailable: atCases },
  { id: "admit", key: ".", isAvailable: (state) => state.hasArrivals },
  { id: "select", key: "v", isAvailable: atCases },
  { id: "selectAll", key: "b v", isAvailable: atCases },
  { id: "deselect", key: null, isAvailable: hasSelection },
  { id: "assignSelected", key: "b a", isAvailable: hasSelection },
  { id: "tagSelected", key: "b t", isAvailable: hasSelection },
  { id: "closeSelected", key: "b d", isAvailable: hasSelection },
  { id: "search", key: "/", isAvailable: always },
  { id: "searchAll", key: "g f", isAvailable: always },
  { id: "customer", key: "i", isAvailable: inCase, isOfCase: true },
  { id: "waiting", key: "g i", isAvailable: always },
  { id: "opened", key: "g o", isAvailable: always },
  { id: "snoozed", key: "g z", isAvailable: always },
  { id: "closed", key: "g c", isAvailable: always },
  { id: "mentions", key: "g m", isAvailable: always },
  { id: "answers", key: "g a", isAvailable: always },
  { id: "writeAnswer", key: null, isAvailable: always },
  { id: "cannedReplies", key: "g r", isAvailable: always },
  { id: "store", key: "g s", isAvailable: (state) => state.isLead },
  { id: "team", key: "g t", isAvailable: (state) => state.isLead },
  { id: "statistics", key: "g n", isAvailable: (state) => state.isLead },
  { id: "availability", key: null, isAvailable: always },
  { id: "actions", key: null, isAvailable: inCase },
  { id: "commands", key: "mod+k", isAvailable: always },
  { id: "shortcuts", key: "?", isAvailable: always },
  { id: "theme", key: null, isAvailable: always },
  { id: "signOut", key: null, isAvailable: always },
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

/** One command's row. */
export function commandOf(id: CommandId): Command {
  return BY_ID.get(id)!;
}

/** What opens a choice of commands: not offered within one. */
const isChoice = (id: CommandId): boolean => id === "commands" || id === "actions";

/** What can be done to the open case now, in the order of the command bar. */
export function caseActions(state: CommandState): Command[] {
  return COMMANDS.filter(({ isOfCase, isAvailable }) => isOfCase === true && isAvailable(state));
}

/** The commands that fit now and whose title has every word of the query as the start of one of its own. */
export function offered(query: string, state: CommandState, titles: Readonly<Record<CommandId, string>>): Command[] {
  const wanted = wordsOf(query);
  return COMMANDS.filter(({ id, isAvailable }) => !isChoice(id) && isAvailable(state) && matches(wanted, titles[id]));
}

/** Whether each wanted word starts a word of the title. */
export function matches(wanted: readonly string[], title: string): boolean {
  const has = wordsOf(title);
  return wanted.every((part) => has.some((word) => word.startsWith(part)));
}

/** A text's words for comparing. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}#]+/u)
    .filter((word) => word !== "");
}
