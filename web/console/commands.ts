/** What the console can do. Buttons, shortcuts and the command bar all read this one table. */
export type CommandId =
  | "next" | "previous" | "open" | "letIn" | "search"
  | "approve" | "edit" | "reject"
  | "reply" | "note" | "done" | "reopen" | "assign" | "unassign" | "undo" | "sendNow" | "saveAnswer" | "customer"
  | "waiting" | "opened" | "closed" | "answers" | "writeAnswer" | "store"
  | "commands" | "shortcuts" | "theme" | "signOut";

/** What a command's fitness depends on. */
export interface Facts {
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
  fits: (facts: Facts) => boolean;
  /** Holding the key down repeats it. */
  repeats?: true;
}

const always = () => true;
const inCase = (facts: Facts) => facts.hasCase;
const atCases = (facts: Facts) => facts.isAtCases;

/** In the order in which the command bar offers them: what is closest to the customer first. */
export const COMMANDS: readonly Command[] = [
  { id: "approve", title: "Approve and send", key: "a", fits: (facts) => facts.mayApprove },
  { id: "edit", title: "Edit suggestion", key: "e", fits: (facts) => facts.hasDraft },
  { id: "reject", title: "Reject suggestion", key: "x", fits: (facts) => facts.hasDraft },
  { id: "reply", title: "Reply", key: "r", fits: inCase },
  { id: "note", title: "Write a note", key: "n", fits: inCase },
  { id: "done", title: "Done, open next", key: "d", fits: (facts) => facts.hasCase && !facts.isResolved },
  { id: "reopen", title: "Reopen case", key: null, fits: (facts) => facts.hasCase && facts.isResolved },
  { id: "assign", title: "Assign to me", key: "m", fits: (facts) => facts.hasCase && !facts.isMine },
  { id: "unassign", title: "Unassign", key: null, fits: (facts) => facts.hasCase && facts.isAssigned },
  { id: "undo", title: "Undo", key: "u", fits: (facts) => facts.canUndo },
  { id: "sendNow", title: "Send now", key: null, fits: (facts) => facts.canUndo },
  { id: "saveAnswer", title: "Save last reply as answer", key: null, fits: (facts) => facts.hasReply },
  { id: "next", title: "Next case", key: "j", fits: atCases, repeats: true },
  { id: "previous", title: "Previous case", key: "k", fits: atCases, repeats: true },
  { id: "open", title: "Open case", key: "enter", fits: atCases },
  { id: "letIn", title: "Show new cases", key: ".", fits: (facts) => facts.hasArrivals },
  { id: "search", title: "Search", key: "/", fits: always },
  { id: "customer", title: "Show or hide customer", key: "i", fits: inCase },
  { id: "waiting", title: "Go to Needs you", key: "1", fits: always },
  { id: "opened", title: "Go to Open", key: "2", fits: always },
  { id: "closed", title: "Go to Closed", key: "3", fits: always },
  { id: "answers", title: "Go to Answers", key: "g a", fits: always },
  { id: "writeAnswer", title: "Write an answer", key: null, fits: always },
  { id: "store", title: "Go to Store", key: "g s", fits: (facts) => facts.isLead },
  { id: "commands", title: "Commands", key: "mod+k", fits: always },
  { id: "shortcuts", title: "Settings and shortcuts", key: "?", fits: always },
  { id: "theme", title: "Switch light and dark", key: null, fits: always },
  { id: "signOut", title: "Sign out", key: null, fits: always },
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

/** One command's row. */
export function commandOf(id: CommandId): Command {
  return BY_ID.get(id)!;
}

/** The commands that fit now and whose title has every word of the query as the start of one of its own. */
export function offered(query: string, facts: Facts): Command[] {
  const wanted = words(query);
  return COMMANDS.filter((command) => command.id !== "commands" && command.fits(facts) && matches(wanted, command.title));
}

/** Whether each wanted word starts a word of the title. */
export function matches(wanted: readonly string[], title: string): boolean {
  const has = words(title);
  return wanted.every((part) => has.some((word) => word.startsWith(part)));
}

/** A text's words for comparing. */
export function words(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}#]+/u).filter((word) => word !== "");
}
