import type { Grounds, TextRange } from "../client/index.ts";
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

/** A part of a drafted text: plain words, or a mark like `[2]` that names a source. */
export type TextPart = { kind: "words"; text: string } | { kind: "mark"; number: number };

/** A stretch of a drafted text. */
export interface Stretch {
  pieces: TextPart[];
  /** No source says this. It is kept and marked: leaving it out would hide the warning. */
  isUnsupported: boolean;
}

type Unsupported = Pick<Grounds, "unsupported" | "unsupported_ranges">;

/** A draft in stretches, parted where the service says that no source supports them. It alone knows what a sentence is. */
export function stretches(text: string, sources: number, grounds: Unsupported): Stretch[] {
  const found: Stretch[] = [];
  const add = (start: number, end: number, isUnsupported: boolean) => {
    if (end > start) found.push({ pieces: pieces(text.slice(start, end), sources), isUnsupported });
  };
  let from = 0;
  for (const { start, end } of rangesOf(text, grounds)) {
    add(from, start, false);
    add(start, end, true);
    from = end;
  }
  add(from, text.length, false);
  return found;
}

/** Of a draft from before there were ranges it is known that something is unsupported, not where: all of it is marked. */
function rangesOf(text: string, { unsupported = [], unsupported_ranges: ranges }: Unsupported): readonly TextRange[] {
  return ranges ?? (unsupported.length > 0 ? [{ start: 0, end: text.length }] : []);
}

/** Splits a draft at the marks that name one of its `sources`; a number beyond them is just text. */
export function pieces(text: string, sources: number): TextPart[] {
  const found: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/\[(\d{1,2})\]/g)) {
    const number = Number(match[1]);
    if (number < 1 || number > sources) continue;
    if (match.index > from) found.push({ kind: "words", text: text.slice(from, match.index) });
    found.push({ kind: "mark", number });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ kind: "words", text: text.slice(from) });
  return found;
}
