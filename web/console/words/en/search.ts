import { plural } from "./plural.ts";

/** What the search over all conversations says. */
export const search = {
  field: "Search all conversations",
  all: (words: string) => `Search all conversations for “${words}”`,
  hint: [
    "Search all conversations",
    "By words in messages and notes, a customer’s name, a tag, or the number of a conversation.",
  ],
  nothing: ["No conversations found", "Try fewer words, or only the beginning of a word."],
  results: "Results",
  searching: "Searching all conversations…",
  failed: "The search didn’t work.",
  found: (count: number, hasMore: boolean) =>
    `${plural(count, "conversation", "conversations", hasMore ? `${count}+` : undefined)} found`,
  more: "More results",
  tag: "Tag",
  from: "Started from",
  until: "Started until",
};

export type SearchWords = typeof search;
