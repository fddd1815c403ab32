import { greetings as english, type GreetingWords } from "./en/greetings.ts";
import { locale } from "./index.ts";

export type { GreetingWords };

/** Few people need these words, and seldom: each language's are a chunk of their own. */
const LANGUAGES: Record<string, () => Promise<{ greetings: GreetingWords }>> = {
  de: () => import("./de/greetings.ts"),
  es: () => import("./es/greetings.ts"),
  fr: () => import("./fr/greetings.ts"),
};

/** What is said of the greetings beside the chat's button, in the language that is spoken now. */
export async function loadGreetingWords(): Promise<GreetingWords> {
  const load = LANGUAGES[locale().split("-")[0] ?? ""];
  return load === undefined ? english : (await load()).greetings;
}
