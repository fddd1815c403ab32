// Colours and language: what the shop's page says comes before what its store and the browser say.

import { accentPair } from "../../client/contrast.ts";
import type { Appearance } from "../protocol.ts";
import type { Page } from "./state.ts";
import { language } from "./words/index.ts";

let appearance: Appearance = {};

export function applyTheme(page: Page, changes: Appearance): void {
  appearance = { ...appearance, ...changes };
  const { style, dataset } = document.documentElement;
  const pair = accentPair(appearance.accent ?? page.state.store?.appearance?.accent ?? undefined, appearance.onAccent);
  if (pair) {
    style.setProperty("--accent", pair.accent);
    style.setProperty("--on-accent", pair.onAccent);
    dataset.accent = "";
  }
  dataset.scheme = appearance.scheme ?? "auto";
  if (changes.locale !== undefined) void applyLanguage(page);
}

let asked = 0;

/** Applies the page's language, or the browser's where the page has none. What was asked for last wins. */
export async function applyLanguage(page: Page): Promise<void> {
  const turn = ++asked;
  const spoken = await language([appearance.locale ?? "", ...navigator.languages]);
  if (turn !== asked) return;
  const root = document.documentElement;
  root.lang = spoken.tag;
  root.dir = spoken.dir;
  document.title = spoken.words.support;
  page.change({ language: spoken });
}
