import type { MarkedPart } from "../client/index.ts";
import { UNSPACED, fold, foldedWords } from "../widget/app/find_help.ts";

// What the service's search looks for, by what it finds a text and what it marks, but for the words that every text has:
// `vectors/search.json` holds this to it.

/** Characters of a term; what is longer is cut. */
const TERM_CHARS = 24;
/** Characters from which on the beginning of a word finds it. */
const PREFIX_CHARS = 3;
/** Terms of a query. */
const QUERY_TERMS = 6;

/** The terms by which a text is found. */
export function searchTerms(text: string): string[] {
  return telling(foldedWords(text).flatMap((word) => segments(word).flatMap(termsOf)));
}

/** The terms that a text must have to be what these words look for. */
export function queryTerms(query: string): string[] {
  return telling(foldedWords(query).flatMap((word) => segments(word).flatMap(lookedFor))).slice(0, QUERY_TERMS);
}

/** Whether a term of a query finds this one: it is the same, or begins it. */
export function finds(wanted: string, term: string): boolean {
  const isBeginning = UNSPACED.test(wanted) || charsOf(wanted).length >= PREFIX_CHARS;
  return wanted === term || (isBeginning && term.startsWith(wanted));
}

/** A text with what these terms of a query find marked. */
export function marked(text: string, wanted: readonly string[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  const add = (run: string, is_hit: boolean) => {
    const last = parts.at(-1);
    if (last?.is_hit === is_hit) last.text += run;
    else if (run !== "") parts.push({ text: run, is_hit });
  };
  for (const run of text.match(/[\p{L}\p{N}\p{M}\p{Cf}ـ]+|[^\p{L}\p{N}\p{M}\p{Cf}ـ]+/gu) ?? []) {
    for (const segment of segments(run)) {
      if (UNSPACED.test(segment)) markUnspaced(segment, wanted, add);
      else
        add(
          segment,
          wanted.some((term) => finds(term, cut(fold(segment)))),
        );
    }
  }
  return parts;
}

/** Marks the characters themselves, where a script has no words to be marked. */
function markUnspaced(segment: string, wanted: readonly string[], add: (run: string, is_hit: boolean) => void) {
  const chars = charsOf(segment);
  let until = 0;
  chars.forEach((char, at) => {
    const rest = fold(chars.slice(at).join(""));
    const fitting = wanted.filter((term) => rest.startsWith(term)).map((term) => charsOf(term).length);
    until = Math.max(until, at + Math.max(0, ...fitting));
    add(char, at < until);
  });
}

/** The runs of a word with and without spaces in their script. */
function segments(word: string): string[] {
  const runs: string[] = [];
  for (const char of word) {
    const last = runs.at(-1);
    if (last !== undefined && UNSPACED.test(last) === UNSPACED.test(char)) runs[runs.length - 1] = last + char;
    else runs.push(char);
  }
  return runs;
}

function termsOf(segment: string): string[] {
  return UNSPACED.test(segment) ? [...pairs(segment), ...charsOf(segment).slice(-1)] : [cut(segment)];
}

function lookedFor(segment: string): string[] {
  const found = UNSPACED.test(segment) ? pairs(segment) : [];
  return found.length > 0 ? found : [cut(segment)];
}

/** Each once, without single letters and digits, but in scripts of which one is a word. */
function telling(terms: string[]): string[] {
  return [...new Set(terms)].filter((term) => UNSPACED.test(term) || charsOf(term).length > 1);
}

function pairs(segment: string): string[] {
  const chars = charsOf(segment);
  return chars.slice(1).map((char, at) => `${chars[at]}${char}`);
}

const charsOf = (text: string) => Array.from(text);
const cut = (word: string) => charsOf(word).slice(0, TERM_CHARS).join("");
