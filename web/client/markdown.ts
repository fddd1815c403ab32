import { findLinks, hrefOf, LINK } from "./links.ts";

/** A piece of text as it is shown. Only these exist: whatever else someone writes stays the characters it is. */
export type Inline =
  | string
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; parts: Inline[] };

export type Block = { kind: "p"; lines: Inline[][] } | { kind: "ul" | "ol"; items: Inline[][]; start: number };

// One alternative for each kind; the first that matches at the leftmost place wins.
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    String.raw`\[(?<label>[^\]\n]+)\]\((?<target>(?:[Hh][Tt]{2}[Pp][Ss]?:\/\/|[Mm][Aa][Ii][Ll][Tt][Oo]:)[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)`,
    LINK,
    String.raw`\*{3}(?<both>[^\s*](?:[^*\n]*?[^\s*])?)\*{3}`,
    String.raw`\*\*(?<strong>\S(?:[^\n]*?\S)?)\*\*`,
    String.raw`(?<![\w*])\*(?<em>\S(?:[^*\n]*?\S)?)\*(?![\w*])`,
  ].join("|"),
);

const ITEM = /^\s{0,3}(?:[-*]|(\d{1,3})[.)])\s+(.*)$/;

/** A message in the small part of Markdown that people and models use in a chat. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    if (item) addItem(blocks, item[1], parseInline(item[2] ?? ""));
    else if (line.trim() === "") blocks.push({ kind: "p", lines: [] });
    else addLine(blocks, parseInline(line));
  }
  return blocks.filter((block) => block.kind !== "p" || block.lines.length > 0);
}

/** Text with nothing but its links found. */
export function parsePlain(text: string): Block[] {
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph !== "");
  return paragraphs.map((paragraph) => ({
    kind: "p",
    lines: paragraph.split("\n").map((line) => linked(line)),
  }));
}

/**
 * A message on one line, without its marks, for lists and for what is read out. An excerpt may end in the middle of a
 * mark: its beginning goes too.
 */
export function plainText(text: string): string {
  const lines = parseBlocks(text).flatMap((block) => {
    if (block.kind === "p") return block.lines.map(wordsOf);
    return block.items.map(
      (item, index) => `${block.kind === "ol" ? `${block.start + index}.` : "•"} ${wordsOf(item)}`,
    );
  });
  return lines
    .join(" ")
    .replace(/\[([^\][]*)(?:\](?:\([^\s()]*)?)?…$/, "$1…")
    .replace(/(?<![\w*])(?:\*{1,3}|`)(?=[^\s*`])([^*`]*)\*?…$/, "$1…");
}

function wordsOf(parts: readonly Inline[]): string {
  return parts
    .map((part) => (typeof part === "string" ? part : part.kind === "code" ? part.text : wordsOf(part.parts)))
    .join("");
}

function addItem(blocks: Block[], number: string | undefined, parts: Inline[]): void {
  const kind = number === undefined ? "ul" : "ol";
  const last = blocks.at(-1);
  if (last?.kind === kind) last.items.push(parts);
  else blocks.push({ kind, items: [parts], start: Number(number ?? 1) });
}

function addLine(blocks: Block[], parts: Inline[]): void {
  const last = blocks.at(-1);
  if (last?.kind === "p") last.lines.push(parts);
  else blocks.push({ kind: "p", lines: [parts] });
}

/** What looks like a mark around a link or before it is text here, and must not hide the link. */
function linked(text: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const { start, end, href } of findLinks(text)) {
    parts.push(text.slice(from, start), link(href, text.slice(start, end)));
    from = end;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

export function parseInline(text: string): Inline[] {
  const match = INLINE.exec(text);
  if (!match) return text === "" ? [] : [text];
  const end = match.index + match[0].length;
  const groups = match.groups ?? {};
  const href = hrefOf(groups);
  const piece = href ? link(href, match[0]) : styled(groups);
  return [text.slice(0, match.index), piece, ...parseInline(text.slice(end))].filter((part) => part !== "");
}

function styled({ code, label, target, both, strong, em }: Record<string, string | undefined>): Inline {
  if (code) return { kind: "code", text: code };
  if (label && target) return link(target, honest(label, target));
  if (both) return { kind: "strong", parts: [{ kind: "em", parts: parseInline(both) }] };
  return strong ? { kind: "strong", parts: parseInline(strong) } : { kind: "em", parts: parseInline(em ?? "") };
}

function link(href: string, text: string): Inline {
  return { kind: "link", href, parts: [text] };
}

/** A word that may be read as a host, an address or a path, whichever sign it uses for a full stop or a slash. */
const SUSPECT =
  /^(?:https?|mailto):|:\/\/|@|(?:^|[^.])[.\u3002\uff0e\uff61\u2024\ufe52\ua4f8][^.]|[^\d\s][/\u2044\u2215\uff0f][^\d\s]/i;

/** The label of a link; a word in it that looks like another link than the one it opens is shown with that one. */
function honest(label: string, href: string): string {
  const bare = (url: string) => url.toLowerCase().replace(/^(?:https?:\/\/|mailto:)?(?:www\.)?|\/$/g, "");
  const isFalse = (word: string) => {
    const rest = bare(href).startsWith(bare(word)) ? bare(href).slice(bare(word).length) : ".";
    return SUSPECT.test(word) && /^[\w.@:-]/.test(rest);
  };
  const words = label.trim().split(/\s+/);
  if (!words.some(isFalse)) return label;
  return words.length > 1 ? `${label} (${href})` : href;
}
