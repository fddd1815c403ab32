/** A piece of text as it is shown. Only these exist: whatever else someone writes stays the characters it is. */
export type Inline =
  | string
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; parts: Inline[] };

export type Block = { kind: "p"; lines: Inline[][] } | { kind: "ul" | "ol"; items: Inline[][]; start: number };

// One alternative for each kind; the first that matches at the leftmost place wins.
const INLINE =
  /`([^`\n]+)`|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)|(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])|\*\*(\S(?:[^\n]*?\S)?)\*\*|(?<![\w*])\*(\S(?:[^*\n]*?\S)?)\*(?![\w*])/;

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
  return paragraphs.map((paragraph) => ({ kind: "p", lines: paragraph.split("\n").map((line) => parseInline(line, true)) }));
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

export function parseInline(text: string, onlyLinks = false): Inline[] {
  const match = INLINE.exec(text);
  if (!match) return text === "" ? [] : [text];
  const end = match.index + match[0].length;
  const isWanted = !onlyLinks || match[4] !== undefined;
  const found = isWanted ? piece(match) : match[0];
  return [text.slice(0, match.index), found, ...parseInline(text.slice(end), onlyLinks)].filter((part) => part !== "");
}

function piece([, code, label, target, url, strong, em]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: "code", text: code };
  if (label !== undefined && target !== undefined) return { kind: "link", href: target, parts: [label] };
  if (url !== undefined) return { kind: "link", href: url, parts: [url] };
  return strong !== undefined ? { kind: "strong", parts: parseInline(strong) } : { kind: "em", parts: parseInline(em ?? "") };
}
