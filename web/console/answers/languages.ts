import { locale } from "../words/index.ts";

/** The languages that the widget speaks, and so the ones that answers are likely to be in. */
export const LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "tr"] as const;

/** A language's name in the reader's own; a tag that nobody knows is its own. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: "language", fallback: "code" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What can be chosen: the usual ones by name, and the one that is set. */
export function languageChoices(set: string | null): string[] {
  const all = set === null || LANGUAGES.some((tag) => tag === set) ? [...LANGUAGES] : [...LANGUAGES, set];
  return all.sort((a, b) => languageName(a).localeCompare(languageName(b), locale()));
}
