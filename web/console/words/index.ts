import { signal } from "@preact/signals";
import { en, type Words } from "./en/index.ts";
import type { PageWords } from "./en/pages.ts";

export type { PageWords, Words };

/** A language as it is used: what the console says, and the tag that dates and numbers are written by. */
interface Language {
  words: Words;
  /** What the pages beside the conversations say; null for English, whose words come with the pages. */
  pages: PageWords | null;
  tag: string;
}

/** What each language calls itself. */
export const LANGUAGE_NAMES = { en: "English", de: "Deutsch", es: "Español", fr: "Français" } as const;

export type ConsoleLanguage = keyof typeof LANGUAGE_NAMES;

/** Whether the console speaks this language. */
export function isConsoleLanguage(tag: unknown): tag is ConsoleLanguage {
  return typeof tag === "string" && Object.hasOwn(LANGUAGE_NAMES, tag);
}

/** Each language is a chunk of its own, loaded when it is wanted. English is in the app: it is what all fall back to. */
const LANGUAGES: Record<string, () => Promise<{ words: Words; pages: PageWords }>> = {
  de: () => import("./de/de.ts"),
  es: () => import("./es/es.ts"),
  fr: () => import("./fr/fr.ts"),
};

/** Which English decides how times and dates are written: British where the browser wants none. */
const ENGLISH: Language = { words: en, pages: null, tag: "en-GB" };

const spoken = signal(ENGLISH);
let latest = 0;

/** What the console says now. Whoever reads it while being rendered is rendered again in another language. */
export function wording(): Words {
  return spoken.value.words;
}

/** The pages' words where they came with the language; null: the pages have their own. */
export function loadedPageWords(): PageWords | null {
  return spoken.value.pages;
}

/** Of words in each language, those of the language that is spoken now: for what comes in a chunk of its own. */
export function inSpoken<T>(words: Record<ConsoleLanguage, T>): T {
  const code = locale().toLowerCase().split("-")[0];
  return words[isConsoleLanguage(code) ? code : "en"];
}

/** The BCP 47 tag that dates and numbers are written by. */
export function locale(): string {
  return spoken.value.tag;
}

/** Speaks the first of these languages that there is; what was asked for last wins. Gives its tag. */
export async function speak(wanted: readonly string[]): Promise<string> {
  const turn = (latest += 1);
  const found = await languageOf(wanted);
  if (turn === latest) spoken.value = found;
  return spoken.value.tag;
}

async function languageOf(wanted: readonly string[]): Promise<Language> {
  for (const tag of wanted) {
    const code = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    const regional = wanted.find((other) => other.startsWith(`${code}-`)) ?? tag;
    if (code === "en") return { ...ENGLISH, tag: regional === "en" ? ENGLISH.tag : regional };
    const load = LANGUAGES[code];
    if (load !== undefined)
      return load().then(
        (loaded) => ({ ...loaded, tag: regional }),
        () => ENGLISH,
      );
  }
  return ENGLISH;
}
