import { type SearchWords, search } from "./en/search.ts";
import { loadedPageWords } from "./index.ts";

/** What the search over all conversations says, which comes after the first screen: its English comes with it. */
export function searchWording(): SearchWords {
  return loadedPageWords()?.search ?? search;
}
