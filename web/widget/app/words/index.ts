import { en, type Words } from "./en.ts";

export { en, type Words };

/** Each language is a chunk of its own, loaded when it is wanted. English is in the app: it is what all fall back to. */
const LANGUAGES: Record<string, () => Promise<Words>> = {
  ar: async () => (await import("./ar.ts")).ar,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  he: async () => (await import("./he.ts")).he,
  it: async () => (await import("./it.ts")).it,
  ja: async () => (await import("./ja.ts")).ja,
  nl: async () => (await import("./nl.ts")).nl,
  pl: async () => (await import("./pl.ts")).pl,
  pt: async () => (await import("./pt.ts")).pt,
  tr: async () => (await import("./tr.ts")).tr,
};

/** The longest tag that the service takes, in characters. */
const LONGEST_TAG = 16;

const RIGHT_TO_LEFT = ["ar", "he"];

/** A language as it is used: its words, its tag for dates and numbers, and which way it runs. */
export interface Language {
  words: Words;
  tag: string;
  dir: "ltr" | "rtl";
}

export const ENGLISH: Language = { words: en, tag: "en", dir: "ltr" };

/** The first of the wanted languages that there is; English where there is none, or where it can't be loaded. */
export async function language(wanted: readonly string[]): Promise<Language> {
  const tags = wanted.map(canonical);
  for (const tag of tags) {
    const code = codeOf(tag);
    const load = LANGUAGES[code];
    if (code === "en") return { ...ENGLISH, tag: regional(tag, tags) };
    if (load)
      return load().then(
        (words) => ({ words, tag: regional(tag, tags), dir: directionOf(code) }),
        () => ENGLISH,
      );
  }
  return ENGLISH;
}

/**
 * The tag as `Intl` and the service take it: pages write `de_DE` and `en-`, on which `Intl` throws. Where no tag can be
 * made of it the language alone stays, and nothing where it names none.
 */
function canonical(tag: string): string {
  const name = String(tag).replaceAll("_", "-");
  for (const attempt of [name, codeOf(name)])
    try {
      const [found = ""] = Intl.getCanonicalLocales(attempt);
      if (found.length <= LONGEST_TAG) return found;
    } catch {}
  return "";
}

function codeOf(tag: string): string {
  return tag.split("-")[0] ?? "";
}

/** Dates and numbers as in the visitor's own region, where the page names but the language: `en` becomes `en-GB`. */
function regional(tag: string, wanted: readonly string[]): string {
  return wanted.find((other) => other.startsWith(`${tag}-`)) ?? tag;
}

function directionOf(code: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(code) ? "rtl" : "ltr";
}
