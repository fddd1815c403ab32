import { type Lazy, lazy } from "../lazy.ts";
import { locale } from "../words/index.ts";

async function fetchParts() {
  const [parts, { loadPreChatWords }] = await Promise.all([
    import("./parts/pre-chat-parts.tsx"),
    import("../words/pre_chat.ts"),
  ]);
  return { ...parts, words: await loadPreChatWords() };
}

/** With their words, by the language that they are in. */
const inLanguage: Record<string, Lazy<Awaited<ReturnType<typeof fetchParts>>>> = {};

/** The parts about what customers are asked before they write: few stores ask anything. */
export function preChatParts() {
  return (inLanguage[locale()] ??= lazy(fetchParts));
}
