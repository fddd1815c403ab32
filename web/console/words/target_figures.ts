import { de } from "./de/target_figures.ts";
import { en, type TargetFigureWords } from "./en/target_figures.ts";
import { es } from "./es/target_figures.ts";
import { fr } from "./fr/target_figures.ts";
import { inSpoken } from "./index.ts";

/** What the statistics say of targets; all languages come with that page. */
export function targetFigureWords(): TargetFigureWords {
  return inSpoken({ en, de, es, fr });
}
