import { de } from "./de/mentions.ts";
import { en, type MentionWords } from "./en/mentions.ts";
import { es } from "./es/mentions.ts";
import { fr } from "./fr/mentions.ts";
import { inSpoken } from "./index.ts";

/** What is said of mentions; all languages come with the parts that say it. */
export function mentionWords(): MentionWords {
  return inSpoken({ en, de, es, fr });
}
