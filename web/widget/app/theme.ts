import { accentPair } from "../../client/contrast.ts";
import type { Appearance } from "../protocol.ts";
import type { Page } from "./state.ts";
import { language } from "./words/index.ts";

/** Colours and language: what the shop's page says comes before what its store and the browser say. */
export class Theme {
  #appearance: Appearance = {};
  #asked = 0;

  constructor(private readonly page: Page) {}

  apply(changes: Appearance): void {
    const appearance = { ...this.#appearance, ...changes };
    this.#appearance = appearance;
    const { style, dataset } = document.documentElement;
    const store = this.page.state.store?.appearance?.accent ?? undefined;
    const pair = accentPair(appearance.accent ?? store, appearance.onAccent);
    if (pair) {
      style.setProperty("--accent", pair.accent);
      style.setProperty("--on-accent", pair.onAccent);
      dataset.accent = "";
    }
    dataset.scheme = appearance.scheme ?? "auto";
    if (changes.locale !== undefined) void this.speak();
  }

  /** Applies the page's language, or the browser's where the page has none. What was asked for last wins. */
  async speak(): Promise<void> {
    const turn = ++this.#asked;
    const spoken = await language([this.#appearance.locale ?? "", ...navigator.languages]);
    if (turn !== this.#asked) return;
    const root = document.documentElement;
    root.lang = spoken.tag;
    root.dir = spoken.dir;
    document.title = spoken.words.support;
    this.page.change({ language: spoken });
  }
}
