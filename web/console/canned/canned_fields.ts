import type { CannedReplyView, MacroAssignee } from "../../client/index.ts";

/** What a person writes of a canned reply. */
export interface Fields {
  title: string;
  shortcut: string;
  text: string;
  assign: MacroAssignee | null;
  close: boolean;
}

/** The fields of a canned reply; empty ones for one that is new. */
export function fieldsOf(reply: CannedReplyView | null): Fields {
  if (reply === null) return { title: "", shortcut: "", text: "", assign: null, close: false };
  const { title, shortcut, text, assign, close } = reply;
  return { title, shortcut: shortcut ?? "", text, assign, close };
}

/** What goes to the service: what is empty is left out. */
export function documentOf({ title, shortcut, text, assign, close }: Fields) {
  return {
    title: title.trim(),
    text: text.trim(),
    ...(shortcut === "" ? {} : { shortcut }),
    ...(assign === null ? {} : { assign }),
    ...(close ? { close } : {}),
  };
}

/** Whether the service takes this for a shortcut. */
export function isShortcut(text: string): boolean {
  return /^[0-9a-z_-]{1,32}$/.test(text);
}

/** An assignee as the value of a choice. */
export function choiceOf(assign: MacroAssignee | null): string {
  return assign === null ? "" : assign.to === "me" ? "me" : String(assign.group);
}

/** The assignee that a choice's value means. */
export function assigneeOf(choice: string): MacroAssignee | null {
  if (choice === "") return null;
  return choice === "me" ? { to: "me" } : { to: "group", group: Number(choice) };
}
