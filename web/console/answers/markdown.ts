import type { ParsedAnswer } from "./faq.ts";

interface Open {
  level: number;
  title: string;
  lines: string[];
  line: number;
}

/**
 * The questions and answers of a Markdown text: a heading with something under it is a question, what stands under it is
 * the answer. A heading with only further headings under it is a chapter's title and no question.
 */
export function parseMarkdown(text: string): ParsedAnswer[] {
  const found: ParsedAnswer[] = [];
  let open: Open | null = null;
  let isFenced = false;
  const close = () => {
    const words = open === null ? "" : open.lines.join("\n").trim();
    if (open !== null && words !== "")
      found.push({ question: open.title, text: words, language: null, line: open.line });
    open = null;
  };
  text.split(/\r\n?|\n/).forEach((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
    const heading = isFenced ? null : /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading === null) return void open?.lines.push(line);
    close();
    open = { level: heading[1]!.length, title: plain(heading[2]!), lines: [], line: index + 1 };
  });
  close();
  return found;
}

/** A heading's words without their marks. */
function plain(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`]+/g, "")
    .replace(/^(?:Q|\d+)[.:)]\s+/i, "")
    .trim();
}
