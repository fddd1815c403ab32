import type { EventView } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { lineOf, nameOf } from "./rows.ts";
import { isSpoken } from "./standing.ts";
import type { Words } from "./words/en.ts";

/** What a screen reader says of an event that has just come in. */
export function heardLines(event: EventView, words: Words): string[] {
  const line = lineOf(event, words);
  if (line !== null) return [line];
  if (!isSpoken(event)) return [];
  const { text, files = [] } = event.body;
  const said = event.author.role === "customer" ? (text ?? "") : plainText(text ?? "");
  const parts = [said, ...files.map(({ name }) => name)].filter((part) => part !== "");
  return parts.length === 0 ? [] : [words.heard(nameOf(event, words), parts.join(", "))];
}
