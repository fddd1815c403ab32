import { preChat as english } from "./en/pre_chat.ts";
import type { PreChatWords } from "./en/pre_chat.ts";
import { locale } from "./index.ts";

export type { PreChatWords };

/** Few stores ask anything: each language's words are a chunk of their own. */
const LANGUAGES: Record<string, () => Promise<{ preChat: PreChatWords }>> = {
  de: () => import("./de/pre_chat.ts"),
  es: () => import("./es/pre_chat.ts"),
  fr: () => import("./fr/pre_chat.ts"),
};

/** What is said of what customers are asked before they write, in the language that is spoken now. */
export async function loadPreChatWords(): Promise<PreChatWords> {
  const load = LANGUAGES[locale().split("-")[0] ?? ""];
  return load === undefined ? english : (await load()).preChat;
}
