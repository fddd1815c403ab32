/** What the console can do. Buttons, shortcuts and the command bar all read this one table. */
export type CommandId =
  | "next"
  | "previous"
  | "open"
  | "admit"
  | "search"
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
  | "closed"
  | "answers"
  | "writeAnswer"
  | "store"
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
}

export interface Command {
  id: CommandId;
  title: string;
  /** The key: a single one, `mod+` one, which is ⌘ or Ctrl, or two after each other. Null: only by button and command bar. */
  key: string | null;
  /** Whether it makes sense now. What doesn't is neither offered nor done. */
  isAvailable: (state: CommandState) => boolean;
  /** Holding the key down repeats it. */
  repeats?: true;
}

const always = () => true;
const inCase = (state: CommandState) => state.hasCase;
const atCases = (state: CommandState) => state.isAtCases;

/** In the order in which the command bar offers them: what is closest to the customer first. */
export const COMMANDS: readonly Command[] = [
  { id: "approve", title: "Approve and send", key: "a", isAvailable: (state) => state.mayApprove },
  { id: "edit", title: "Edit suggestion", key: "e", isAvailable: (state) => state.hasDraft },
  { id: "reject", title: "Reject suggestion", key: "x", isAvailable: (state) => state.hasDraft },
  { id: "reply", title: "Reply", key: "r", isAvailable: inCase },
  { id: "note", title: "Write a note", key: "n", isAvailable: inCase },
  { id: "done", title: "Done, open next", key: "d", isAvailable: (state) => state.hasCase && !state.isResolved },
  { id: "reopen", title: "Reopen case", key: null, isAvailable: (state) => state.hasCase && state.isResolved },
  { id: "assign", title: "Assign to me", key: "m", isAvailable: (state) => state.hasCase && !state.isMine },
  { id: "unassign", title: "Unassign", key: null, isAvailable: (state) => state.hasCase && state.isAssigned },
  { id: "undo", title: "Undo", key: "u", isAvailable: (state) => state.canUndo },
  { id: "sendNow", title: "Send now", key: null, isAvailable: (state) => state.canUndo },
  { id: "saveAnswer", title: "Save last reply as answer", key: null, isAvailable: (state) => state.hasReply },
  { id: "next", title: "Next case", key: "j", isAvailable: atCases, repeats: true },
  { id: "previous", title: "Previous case", key: "k", isAvailable: atCases, repeats: true },
  { id: "open", title: "Open case", key: "enter", isAvailable: atCases },
  { id: "admit", title: "Show new cases", key: ".", isAvailable: (state) => state.hasArrivals },
  { id: "search", title: "Search", key: "/", isAvailable: always },
  { id: "customer", title: "Show or hide customer", key: "i", isAvailable: inCase },
  { id: "waiting", title: "Go to Inbox", key: "g i", isAvailable: always },
  { id: "opened", title: "Go to Open", key: "g o", isAvailable: always },
  { id: "closed", title: "Go to Closed", key: "g c", isAvailable: always },
  { id: "answers", title: "Go to Answers", key: "g a", isAvailable: always },
  { id: "writeAnswer", title: "Write an answer", key: null, isAvailable: always },
  { id: "store", title: "Go to Store", key: "g s", isAvailable: (state) => state.isLead },
  { id: "commands", title: "Commands", key: "mod+k", isAvailable: always },
  { id: "shortcuts", title: "Settings and shortcuts", key: "?", isAvailable: always },
  { id: "theme", title: "Switch light and dark", key: null, isAvailable: always },
  { id: "signOut", title: "Sign out", key: null, isAvailable: always },
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

/** One command's row. */
export function commandOf(id: CommandId): Command {
  return BY_ID.get(id)!;
}

/** The commands that fit now and whose title has every word of the query as the start of one of its own. */
export function offered(query: string, state: CommandState): Command[] {
  const wanted = words(query);
  return COMMANDS.filter(
    (command) => command.id !== "commands" && command.isAvailable(state) && matches(wanted, command.title),
  );
}

/** Whether each wanted word starts a word of the title. */
export function matches(wanted: readonly string[], title: string): boolean {
  const has = words(title);
  return wanted.every((part) => has.some((word) => word.startsWith(part)));
}

/** A text's words for comparing. */
export function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}#]+/u)
    .filter((word) => word !== "");
}
