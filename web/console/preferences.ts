import { type ReadonlySignal, signal } from "@preact/signals";
import type { Store } from "../client/index.ts";
import { type NoticeChoices, readNoticeChoices } from "./notices/choices.ts";
import { type ConsoleLanguage, isConsoleLanguage } from "./words/index.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The longest time for which what was sent can be undone, in seconds. */
export const LONGEST_UNDO = 30;

/** How a person likes their console. */
export interface Choices {
  theme: Theme;
  /** Null: the browser's. */
  language: ConsoleLanguage | null;
  /** Whether single keys do things (WCAG 2.1.4: they can be switched off). */
  singleKeys: boolean;
  /** How the person is told of what they do not see. */
  notices: NoticeChoices;
  /** For how long what was sent can be undone, in whole seconds; 0 sends at once. */
  undoSeconds: number;
}

export interface Preferences {
  readonly choices: ReadonlySignal<Choices>;
  choose(change: Partial<Choices>): void;
  /** Switches to a person's own preferences; those of this computer stand in until they choose. */
  load(person: string): void;
}

const KEY = "console/prefs";
const DEFAULTS: Choices = {
  theme: "system",
  language: null,
  singleKeys: true,
  notices: readNoticeChoices(null, true),
  undoSeconds: 5,
};

/** As versions kept them that knew one sound for everything. */
type Kept = Partial<Choices> & { sound?: unknown };

/** Creates preferences in a store of strings; what is broken there counts as not chosen. */
export function createPreferences(store: Store): Preferences {
  let key = KEY;
  const choices = signal(parse(store.get(KEY)));
  return {
    choices,
    choose(change) {
      choices.value = { ...choices.value, ...change };
      const text = JSON.stringify(choices.value);
      store.set(key, text);
      // The sign-in page knows no person: it looks as the last one liked it.
      if (key !== KEY) store.set(KEY, text);
    },
    load(person) {
      key = `${KEY}/${person}`;
      choices.value = parse(store.get(key) ?? store.get(KEY));
    },
  };
}

function parse(text: string | null): Choices {
  try {
    const kept = JSON.parse(text ?? "{}") as Kept;
    const { theme, language, singleKeys, undoSeconds } = { ...DEFAULTS, ...kept };
    return {
      theme: THEMES.includes(theme) ? theme : DEFAULTS.theme,
      language: isConsoleLanguage(language) ? language : DEFAULTS.language,
      singleKeys: singleKeys !== false,
      notices: readNoticeChoices(kept.notices, kept.sound !== false),
      undoSeconds: isUndoPeriod(undoSeconds) ? undoSeconds : DEFAULTS.undoSeconds,
    };
  } catch {
    return DEFAULTS;
  }
}

/** Whether this is a number of seconds that can be chosen. */
export function isUndoPeriod(seconds: unknown): seconds is number {
  return Number.isInteger(seconds) && (seconds as number) >= 0 && (seconds as number) <= LONGEST_UNDO;
}
