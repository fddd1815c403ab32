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

/** A sentence of a drafted text with the space after it. */
export interface Sentence {
  pieces: TextPart[];
  /** No source says this. It is kept and marked: leaving it out would hide the warning. */
  isUnsupported: boolean;
}

/** A draft's sentences; `unsupported` are the numbers, from 0, of those that no source supports. */
export function sentences(text: string, sources: number, unsupported: readonly number[]): Sentence[] {
  return split(text).map((sentence, index) => ({
    pieces: pieces(sentence, sources),
    isUnsupported: unsupported.includes(index),
  }));
}

/** Ends a sentence wherever it stands; those of the second kind only before a space, for `3.5` has one too. */
const STOP = /(?:[\n。！？؟]|[.!?…](?=\s|$))\s*/gu;

/** Marks at a sentence's start: they belong to what was said before them. */
const MARKS = /^(?:\[\d{1,2}\]\s*)+/;

/** As the service cuts a reply when it numbers its sentences. What has no letter or digit belongs to the one before it. */
function split(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (const end of [...text.matchAll(STOP)].map((stop) => stop.index + stop[0].length).concat(text.length)) {
    const piece = text.slice(from, end);
    const isSentence = /[\p{L}\p{N}]/u.test(piece);
    const marks = found.length === 0 ? "" : (MARKS.exec(piece)?.[0] ?? "");
    const behind = isSentence ? marks : piece;
    if (found.length > 0) found[found.length - 1] += behind;
    if (isSentence || found.length === 0) found.push(piece.slice(marks.length));
    from = end;
  }
  return found;
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
