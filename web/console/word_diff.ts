import { diffWordsWithSpace } from "diff";

/** A stretch of text that was kept, taken out or put in. */
export interface DiffPart {
  kind: "kept" | "out" | "in";
  text: string;
}

/** What an edit changed, word by word: half a word changed is a word changed, for that is how people read. */
export function diffWords(before: string, after: string): DiffPart[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added === true ? "in" : removed === true ? "out" : "kept",
    text: value,
  }));
}
