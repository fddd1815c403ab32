// The words of the loader's own screen. English is in the loader; there is no room for the others in every page's script.
// A page in another language has this file with the loader: without a network it could not come when it is wanted.
import type { LentScript, Loader } from "./loader.ts";
import { screenLanguage, WORDS } from "./screen_words.ts";

function translateScreen({ panel, appearance }: Loader): void {
  const code = screenLanguage(appearance.locale, navigator.languages);
  const screen = panel.querySelector<HTMLElement>("div");
  if (!screen || screen.lang === code) return;
  screen.lang = code;
  screen.dir = code === "ar" || code === "he" ? "rtl" : "ltr";
  [...screen.children].forEach((part, index) => (part.textContent = WORDS[code]?.[index] ?? ""));
}

const { loader } = document.currentScript as LentScript;
if (loader) {
  loader.translate = () => translateScreen(loader);
  loader.translate();
}
