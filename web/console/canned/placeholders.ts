import type { Placeholder, TemplatePart } from "../../client/index.ts";

/** Every placeholder that a canned reply may have, in the order in which they are offered. */
export const PLACEHOLDERS = [
  "customer.name",
  "customer.first_name",
  "agent.name",
  "case.id",
  "store.name",
] as const satisfies readonly Placeholder[];

/** What stands for each placeholder in one conversation; null where that is not known. */
export type Values = Readonly<Record<Placeholder, string | null>>;

/** A placeholder that nothing was known for. It stays in the words until somebody writes what belongs there. */
export interface Gap {
  name: Placeholder;
  start: number;
  end: number;
}

const GAP = new RegExp(`\\{\\{ *(${PLACEHOLDERS.join("|").replaceAll(".", "\\.")}) *\\}\\}`, "g");

/** A placeholder as it is written. */
export function written(name: Placeholder): string {
  return `{{${name}}}`;
}

/** The words of a canned reply for one conversation. What is not known stays a gap. */
export function fillIn(parts: readonly TemplatePart[], values: Values): string {
  return parts.map((part) => (part.kind === "words" ? part.text : (values[part.name] ?? written(part.name)))).join("");
}

/** What is still to be filled in, in order: no customer gets words with a gap. */
export function gapsIn(text: string): Gap[] {
  return [...text.matchAll(GAP)].map((found) => ({
    name: found[1] as Placeholder,
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** Selects a gap, so that the next letter fills it. */
export function selectGap(field: HTMLTextAreaElement | null, gap: Gap): void {
  field?.focus();
  field?.setSelectionRange(gap.start, gap.end);
}
