import type { Settings } from "../../../client/index.ts";
import { type Lazy, lazy } from "../../lazy.ts";
import { LazyPart } from "../../parts/lazy-part.tsx";
import { locale } from "../../words/index.ts";

async function fetchParts() {
  const [{ GreetingRules }, { loadGreetingWords }] = await Promise.all([
    import("./greeting-rules.tsx"),
    import("../../words/greetings.ts"),
  ]);
  return { GreetingRules, words: await loadGreetingWords() };
}

/** With its words, by the language that they are in. */
const inLanguage: Record<string, Lazy<Awaited<ReturnType<typeof fetchParts>>>> = {};

interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** By which rules pages greet, beside the button of a chat that nobody has opened. */
export function GreetingFields({ settings, set }: FieldProps) {
  return (
    <LazyPart of={(inLanguage[locale()] ??= lazy(fetchParts))}>
      {({ GreetingRules, words }) => (
        <GreetingRules
          rules={settings.proactive_greetings ?? []}
          set={(proactive_greetings) => set({ proactive_greetings })}
          words={words}
        />
      )}
    </LazyPart>
  );
}
