import type { Grounds, TextRange } from "../client/index.ts";
import { type Block, type Inline, parseBlocks } from "../client/markdown.ts";

/** A part of a drafted text: plain words, or a mark like `[2]` that names a source. */
export type TextPart = { kind: "words"; text: string } | { kind: "mark"; number: number };

/** A stretch of a leaf of a drafted text. */
export interface Stretch {
  pieces: TextPart[];
  /** No source says this. It is kept and marked: leaving it out would hide the warning. */
  isUnsupported: boolean;
  /** What is unsupported ends here; before that it may go on in further leaves. */
  isEnd: boolean;
}

type Unsupported = Pick<Grounds, "unsupported" | "unsupported_ranges">;

// Characters of private use stand in the text for what is no Markdown, so that one parser reads both.
const [START, END, FIRST_SOURCE] = ["\uf8f0", "\uf8f1", 0xf800];
const RESERVED = /[\uf800-\uf863\uf8f0\uf8f1]/g;
/** What a list's item begins with: the parser must find it before our own marks. */
const ITEM = new RegExp(`^([ \\t]*)(${START}?)([-*]|\\d{1,3}[.)])(${END}?)([ \\t]+)`, "gm");

/**
 * A draft as the customer would see it. Its leaves are for {@link stretches}: they say what names one of the `sources`,
 * and what the service says that none supports. It alone knows what a sentence is.
 */
export function draftBlocks(draft: string, sources: number, grounds: Unsupported): Block[] {
  const text = draft.replace(RESERVED, "\ufffd");
  const cited = (words: string) =>
    words.replace(/\[(\d{1,2})\](?!\((?:https?|mailto):)/gi, (mark, digits) => {
      const number = Number(digits);
      return number < 1 || number > sources ? mark : String.fromCharCode(FIRST_SOURCE + number);
    });
  let marked = "";
  let from = 0;
  for (const { start, end } of rangesOf(text, grounds)) {
    const words = text.slice(start, end).trim();
    if (words === "") continue;
    const begin = text.indexOf(words, start);
    marked += `${cited(text.slice(from, begin))}${START}${cited(words)}${END}`;
    from = begin + words.length;
  }
  marked += cited(text.slice(from));
  return withLeaves(parseBlocks(marked.replace(ITEM, "$1$3$5$2$4")));
}

/** Of a draft from before there were ranges it is known that something is unsupported, not where: all of it is marked. */
function rangesOf(text: string, { unsupported = [], unsupported_ranges: ranges }: Unsupported): readonly TextRange[] {
  return ranges ?? (unsupported.length > 0 ? [{ start: 0, end: text.length }] : []);
}

/** Lets each leaf say by itself that it is unsupported: a stretch may begin in one and end in another. */
function withLeaves(blocks: Block[]): Block[] {
  let isUnsupported = false;
  const leaf = (text: string): string => {
    const own = isUnsupported ? START + text : text;
    isUnsupported = own.lastIndexOf(START) > own.lastIndexOf(END);
    return own;
  };
  const inline = (part: Inline): Inline => {
    if (typeof part === "string") return leaf(part);
    if (part.kind === "code") return { ...part, text: leaf(part.text) };
    const parts = part.parts.map(inline);
    return part.kind === "link" ? { ...part, href: asWritten(part.href), parts } : { ...part, parts };
  };
  return blocks.map((block) =>
    block.kind === "p"
      ? { ...block, lines: block.lines.map((line) => line.map(inline)) }
      : { ...block, items: block.items.map((item) => item.map(inline)) },
  );
}

/** An address has no marks. */
function asWritten(href: string): string {
  return href.replace(RESERVED, (mark) => (mark === START || mark === END ? "" : `[${numberOf(mark)}]`));
}

const numberOf = (mark: string): number => mark.charCodeAt(0) - FIRST_SOURCE;

/** A leaf of {@link draftBlocks} in stretches. */
export function stretches(leaf: string): Stretch[] {
  return leaf
    .split(new RegExp(`(?=${START})|(?<=${END})`))
    .map((part) => ({
      pieces: part
        .replace(new RegExp(`[${START}${END}]`, "g"), "")
        .split(/([\uf800-\uf863])/)
        .filter((piece) => piece !== "")
        .map((piece): TextPart => {
          const number = numberOf(piece);
          return number > 0 && number < 100 ? { kind: "mark", number } : { kind: "words", text: piece };
        }),
      isUnsupported: part.startsWith(START),
      isEnd: part.endsWith(END),
    }))
    .filter(({ pieces, isEnd }) => pieces.length > 0 || isEnd);
}
