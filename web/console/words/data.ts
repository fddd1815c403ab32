import { data as english } from "./en/data.ts";
import type { DataWords } from "./en/data.ts";
import { locale } from "./index.ts";

export type { DataWords };

/** Few people need these words, and seldom: each language's are a chunk of their own. */
const LANGUAGES: Record<string, () => Promise<{ data: DataWords }>> = {
  de: () => import("./de/data.ts"),
  es: () => import("./es/data.ts"),
  fr: () => import("./fr/data.ts"),
};

/** What is said of a customer's personal data, in the language that is spoken now. */
export async function loadDataWords(): Promise<DataWords> {
  const load = LANGUAGES[locale().split("-")[0] ?? ""];
  return load === undefined ? english : (await load()).data;
}
