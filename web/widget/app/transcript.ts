import type { EventView, Watch } from "../../client/index.ts";
import { type SpokenLine, answersIn, htmlPage, withFiles } from "../../client/html_page.ts";
import { type Block, type Inline, parseBlocks } from "../../client/markdown.ts";
import { lineOf, nameOf } from "./rows.ts";
import { isSpoken } from "./standing.ts";
import type { Language } from "./words/index.ts";

/** Reads a conversation to its beginning, and hands it to the visitor as a page: what they may see of it, and nothing else. */
export async function saveTranscript(watch: Watch, language: Language, store: string): Promise<void> {
  let first: number | undefined = 0;
  // Without a connection the transcript is of what is there.
  while (watch.state.get().hasOlder && watch.state.get().events[0]?.seq !== first) {
    first = watch.state.get().events[0]?.seq;
    await watch.older().catch(() => undefined);
  }
  const { case: id, events } = watch.state.get();
  save(`${store || "chat"}-${id.slice(0, 6)}.html`, transcript(events, language, store));
}

/** The conversation as a page for people. */
export function transcript(events: readonly EventView[], { words, tag, dir }: Language, store: string): string {
  const format = new Intl.DateTimeFormat(tag || "en", { dateStyle: "medium", timeStyle: "short" });
  const lines = events.flatMap((event): SpokenLine[] => {
    const at = format.format(event.at);
    if (!isSpoken(event)) {
      const text = lineOf(event, words);
      return text === null ? [] : [{ who: store, at, text }];
    }
    const isOwn = event.author.role === "customer";
    const who = nameOf(event, words);
    const said = event.body.text === null || isOwn ? event.body.text : written(event.body.text);
    const answers = answersIn(event);
    const before = answers === null ? [] : [{ who, at, text: answers }];
    return [...before, { who, at, text: withFiles(said, event.body.files) }];
  });
  const title = store || words.support;
  const opened = events[0] === undefined ? "" : format.format(events[0].at);
  const conversations = [{ title: opened, lines }];
  return htmlPage({ title, lang: tag || "en", dir, gone: words.withdrawn, internal: "", conversations });
}

/** A message as it reads without its marks: line by line, and with where its links lead. */
function written(text: string): string {
  return parseBlocks(text).map(linesOf).join("\n\n");
}

function linesOf(block: Block): string {
  if (block.kind === "p") return block.lines.map(wordsOf).join("\n");
  const mark = (index: number) => (block.kind === "ol" ? `${block.start + index}.` : "•");
  return block.items.map((item, index) => `${mark(index)} ${wordsOf(item)}`).join("\n");
}

function wordsOf(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (part.kind === "code") return part.text;
      const words = wordsOf(part.parts);
      const leadsElsewhere = part.kind === "link" && !part.href.endsWith(words);
      return leadsElsewhere ? `${words} (${part.href.replace(/^mailto:/, "")})` : words;
    })
    .join("");
}

function save(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "text/html;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
