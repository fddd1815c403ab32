import { de } from "./de/saved_views.ts";
import { en, type SavedViewWords } from "./en/saved_views.ts";
import { es } from "./es/saved_views.ts";
import { fr } from "./fr/saved_views.ts";
import { inSpoken } from "./index.ts";

/** What is said of saved views; all languages come with the parts that say it. */
export function savedViewWords(): SavedViewWords {
  return inSpoken({ en, de, es, fr });
}
