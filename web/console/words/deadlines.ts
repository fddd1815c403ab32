import * as de from "./de/deadlines.ts";
import * as en from "./en/deadlines.ts";
import * as es from "./es/deadlines.ts";
import * as fr from "./fr/deadlines.ts";
import type { DeadlineWords, TargetWords } from "./en/deadlines.ts";
import { locale } from "./index.ts";

/** They come with the parts that say them, in all languages: each language's own chunk has no room for what few stores need. */
const LANGUAGES: Record<string, { deadlines: DeadlineWords; targets: TargetWords }> = { de, en, es, fr };

/** What is said of targets and promises now. */
export function deadlineWording(): DeadlineWords {
  return spoken().deadlines;
}

/** What the store's page says of targets now. */
export function targetWording(): TargetWords {
  return spoken().targets;
}

function spoken(): { deadlines: DeadlineWords; targets: TargetWords } {
  return LANGUAGES[locale().split("-")[0] ?? ""] ?? en;
}
