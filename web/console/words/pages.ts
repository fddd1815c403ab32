import { loadedPageWords } from "./index.ts";
import { type PageWords, pages } from "./en/pages.ts";

/** What the pages beside the conversations say now. Imported by those pages alone: their English comes with them. */
export function pageWording(): PageWords {
  return loadedPageWords() ?? pages;
}
