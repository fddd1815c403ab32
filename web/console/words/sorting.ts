import { type SortingWords, sorting } from "./en/sorting.ts";
import { loadedPageWords } from "./index.ts";

/** What the parts say that come after the first screen, with which cases are sorted: their English comes with them. */
export function sortingWording(): SortingWords {
  return loadedPageWords()?.sorting ?? sorting;
}
