import { locale } from "../words/index.ts";
import type { EmojiNames } from "./catalog.ts";
import * as english from "./names/emoji_en.ts";

export type EmojiWords = typeof english.words;

/** What the choice of emoji says in a language, and what each of them is called there. */
export interface EmojiLanguage {
  words: EmojiWords;
  names: EmojiNames;
}

/** English comes with the picker; each other language is a chunk of its own. */
const LANGUAGES: Record<string, () => Promise<EmojiLanguage>> = {
  de: () => import("./names/emoji_de.ts"),
  es: () => import("./names/emoji_es.ts"),
  fr: () => import("./names/emoji_fr.ts"),
};

/** The language that is spoken now; English where it does not come. */
export async function loadEmojiLanguage(): Promise<EmojiLanguage> {
  const load = LANGUAGES[locale().split("-")[0] ?? ""];
  return load === undefined ? english : load().catch(() => english);
}

export { english };
