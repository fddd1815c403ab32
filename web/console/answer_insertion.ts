/** What was typed after a slash to find an answer, and where the slash stands. */
export interface SlashQuery {
  start: number;
  query: string;
}

/** A question is looked for by a few words; more after a slash is text. */
const LONGEST = 60;

/**
 * The slash that the caret stands behind, where it begins a word: `and/or` and addresses have theirs within one. A space
 * right after it, a line's end or another slash mean text.
 */
export function slashQuery(text: string, caret: number): SlashQuery | null {
  const found = /(?:^|\s)\/(?!\s)([^/\n]*)$/u.exec(text.slice(0, caret));
  const query = found?.[1];
  if (query === undefined || query.length > LONGEST) return null;
  return { start: caret - query.length - 1, query };
}

/** A text with a slash where an answer can be asked for: at the caret, parted from the word before. */
export function withSlash(text: string, caret: number): { text: string; caret: number } {
  const before = text.slice(0, caret);
  const slash = before === "" || /\s$/u.test(before) ? "/" : " /";
  return { text: before + slash + text.slice(caret), caret: caret + slash.length };
}
