import type { Author, CaseSummary } from "../client/index.ts";
import { wording } from "./words/index.ts";

/** The last characters of an id, for people to tell one from another. */
export function shortId(id: string): string {
  return `#${id.slice(-5)}`;
}

/** What a customer is called: by name, or, unnamed, by the end of their id. */
export function customerName(name: string | null, id: string): string {
  return name ?? wording().visitor(id.slice(-4));
}

/** What a case is about, by its place in a list; else why there is nothing to read. */
export function subjectText({ subject, erased }: CaseSummary): string {
  return subject ?? (erased === true ? wording().erased : wording().withdrawn);
}

/** What the author of an event is called by someone who is `me`. */
export function authorName(author: Author, me: string | null): string {
  if (author.role === "assistant") return wording().assistant;
  if (author.role === "system") return wording().system;
  if (author.id !== null && author.id === me) return wording().you;
  if (author.role === "customer") return customerName(author.name, author.id ?? "");
  return author.name ?? wording().anAgent;
}

/** Up to two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

/** The first name, for a sentence like "Reply to Ines"; unnamed visitors have none. */
export function firstName(name: string | null): string {
  return name === null ? wording().visitorLower : (name.split(/\s+/)[0] ?? name);
}
