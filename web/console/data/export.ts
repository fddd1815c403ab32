import type { CustomerExport, EventView, ExportedCase } from "../../client/index.ts";
import { attachmentsOf } from "./attachments.ts";
import { type Conversation, type SpokenLine, answersIn, htmlPage, withFiles } from "../../client/html_page.ts";

/** Reads a customer's export page by page, and makes one document of the pages. */
export async function readExport(
  page: (cursor: string | null) => Promise<CustomerExport>,
  progress: (cases: number) => void,
): Promise<CustomerExport> {
  let whole = await page(null);
  while (whole.next !== null) {
    const next = await page(whole.next);
    whole = { ...next, at: whole.at, cases: joined(whole.cases, next.cases) };
    progress(whole.cases.length);
  }
  return whole;
}

/** A case that a page ends in goes on in the next. */
function joined(before: readonly ExportedCase[], next: readonly ExportedCase[]): ExportedCase[] {
  const last = before.at(-1);
  const first = next[0];
  if (last === undefined || first === undefined || last.case !== first.case) return [...before, ...next];
  return [...before.slice(0, -1), { ...last, events: [...last.events, ...first.events] }, ...next.slice(1)];
}

/** What the page for people says beside what was written. */
export interface ExportWords {
  title: string;
  lang: string;
  customer: string;
  assistant: string;
  colleague: string;
  gone: string;
  internal: string;
  rated: (score: number) => string;
  formatDate: (at: number) => string;
}

/** Where a file of a case lies beside the page; null where it does not. */
export type PathOf = (caseId: string, file: string) => string | null;

/** The same as a page for people. */
export function exportPage({ cases }: CustomerExport, words: ExportWords, pathOf: PathOf = () => null): string {
  const { title, lang, gone, internal } = words;
  const conversations = cases.map((own): Conversation => {
    const lines = own.events.flatMap((event) => {
      const [line, answers] = [lineOf(event, words, (file) => pathOf(own.case, file)), answersIn(event)];
      if (line === null) return [];
      return answers === null ? line : [{ who: line.who, at: line.at, text: answers }, line];
    });
    const title = [words.formatDate(own.opened_at), own.subject, own.tags.join(", ")].filter(Boolean).join(" · ");
    return { title, lines };
  });
  return htmlPage({ title, lang, dir: "ltr", gone, internal, conversations });
}

function lineOf(event: EventView, words: ExportWords, pathOf: (file: string) => string | null): SpokenLine | null {
  const { body, author } = event;
  const at = words.formatDate(event.at);
  const who = author.name ?? nameless(author.role, words);
  switch (body.kind) {
    case "opened":
    case "message": {
      const all = attachmentsOf(event).map(({ id, name }) => ({ name, path: pathOf(id) }));
      const files = all.filter((file): file is { name: string; path: string } => file.path !== null);
      const text = withFiles(
        body.text,
        all.filter(({ path }) => path === null),
      );
      return files.length === 0 ? { who, at, text } : { who, at, text: text ?? "", files };
    }
    case "approved":
      return { who, at, text: body.text };
    case "note":
    case "suggested":
      return { who, at, text: body.text, isInternal: true };
    case "rated":
      return { who, at, text: [words.rated(body.score), body.comment ?? ""].join("\n").trim() };
    default:
      return null;
  }
}

function nameless(role: EventView["author"]["role"], { customer, assistant, colleague }: ExportWords): string {
  if (role === "customer") return customer;
  return role === "assistant" ? assistant : colleague;
}
