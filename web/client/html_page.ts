import type { Attachment, EventView } from "./generated/wire.ts";

/** What was answered before the first message, a line each; null where nothing was. */
export function answersIn({ body }: Pick<EventView, "body">): string | null {
  const answers = (body.kind === "opened" && body.pre_chat?.answers) || [];
  return answers.length > 0 ? answers.map(({ label, value }) => `${label}: ${value}`).join("\n") : null;
}

/** What was said, with the names of the files that came along. Null where nothing is left of it. */
export function withFiles(text: string | null, files: readonly Pick<Attachment, "name">[] = []): string | null {
  if (files.length === 0) return text;
  return [text ?? "", ...files.map(({ name }) => `[${name}]`)].filter((line) => line !== "").join("\n");
}

/** What was said by whom: a line of a conversation as people read it. */
export interface SpokenLine {
  who: string;
  /** When, as people read it. */
  at: string;
  /** Null where the words are gone. */
  text: string | null;
  /** What lies beside the page: names, and where. */
  files?: readonly { name: string; path: string }[];
  /** Among the staff alone. */
  isInternal?: boolean;
}

/** A conversation under its heading. */
export interface Conversation {
  title: string;
  lines: readonly SpokenLine[];
}

/** A document for people: it shows texts and links alone, runs nothing and loads nothing, wherever it is opened. */
export interface PageParts {
  title: string;
  /** The language and the direction of its words. */
  lang: string;
  dir: "ltr" | "rtl";
  /** What stands where words are gone. */
  gone: string;
  /** What is said of lines among the staff. */
  internal: string;
  conversations: readonly Conversation[];
}

const STYLE =
  "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1d2227;background:#fff}" +
  "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem;border-bottom:1px solid #ccc}" +
  "article{margin:1rem 0}header{color:#555;font-size:.85rem}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}" +
  ".internal{border-inline-start:3px solid #c9a400;padding-inline-start:.7rem}em{color:#555}";

/** The document as HTML. Whatever people wrote is text in it, never markup. */
export function htmlPage(parts: PageParts): string {
  const { title, lang, dir, conversations } = parts;
  return [
    `<!doctype html><html lang="${escaped(lang)}" dir="${dir}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escaped(title)}</h1>`,
    ...conversations.map((conversation) => section(conversation, parts)),
    "</body></html>\n",
  ].join("");
}

function section({ title, lines }: Conversation, parts: PageParts): string {
  return `<section><h2 dir="auto">${escaped(title)}</h2>${lines.map((line) => article(line, parts)).join("")}</section>`;
}

function article({ who, at, text, files = [], isInternal = false }: SpokenLine, { gone, internal }: PageParts): string {
  const words = text === null ? `<p><em>${escaped(gone)}</em></p>` : `<p dir="auto">${escaped(text)}</p>`;
  const mark = isInternal ? ` · ${escaped(internal)}` : "";
  const head = `<header><bdi>${escaped(who)}</bdi> · ${escaped(at)}${mark}</header>`;
  const links = files.map(({ name, path }) => {
    const href = path.split("/").map(encodeURIComponent).join("/");
    return `<p><a href="${escaped(href)}">${escaped(name)}</a></p>`;
  });
  return `<article${isInternal ? ' class="internal"' : ""}>${head}${words}${links.join("")}</article>`;
}

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? "");
}
