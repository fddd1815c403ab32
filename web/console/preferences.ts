import { type ReadonlySignal, signal } from "@preact/signals";
import type { Store } from "../client/index.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** How a person likes their console; kept on this computer. */
export interface Choices {
  theme: Theme;
  /** Whether single keys do things (WCAG 2.1.4: they can be switched off). */
  singleKeys: boolean;
}

export interface Preferences {
  readonly choices: ReadonlySignal<Choices>;
  choose(change: Partial<Choices>): void;
}

const KEY = "console/prefs";
const USUAL: Choices = { theme: "system", singleKeys: true };

/** Preferences in a store of strings; what is broken there counts as not chosen. */
export function createPreferences(store: Store): Preferences {
  const choices = signal(read(store.get(KEY)));
  return {
    choices,
    choose(change) {
      choices.value = { ...choices.value, ...change };
      store.set(KEY, JSON.stringify(choices.value));
    },
  };
}

function read(kept: string | null): Choices {
  try {
    const { theme, singleKeys } = { ...USUAL, ...(JSON.parse(kept ?? "{}") as Partial<Choices>) };
    return { theme: THEMES.includes(theme) ? theme : USUAL.theme, singleKeys: singleKeys !== false };
  } catch {
    return USUAL;
  }
}
