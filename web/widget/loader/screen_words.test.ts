import assert from "node:assert/strict";
import { test } from "node:test";
import { screenLanguage, WORDS } from "./screen_words.ts";

test("the loader's screen speaks the page's language before the browser's", () => {
  const cases: [locale: string | undefined, preferred: string[], code: string][] = [
    ["de", ["fr-FR", "en"], "de"],
    ["en", ["de-DE"], "en"],
    ["pt-BR", ["en"], "pt"],
    ["de_DE", ["en"], "de"],
    ["DE-at", ["en"], "de"],
    ["en-", ["de"], "en"],
    // Where the page says none, or one that there is not, the browser's first that there is.
    ["", ["sv", "he-IL", "en"], "he"],
    [undefined, ["ja"], "ja"],
    ["sv", ["nl", "de"], "nl"],
    ["toString", ["it"], "it"],
    ["sv", ["fi", "da"], "en"],
    ["", [], "en"],
  ];
  for (const [locale, preferred, code] of cases)
    assert.equal(screenLanguage(locale, preferred), code, `${locale} ${preferred.join()}`);
});

test("every language says what is wrong and what both buttons do, each in words of its own", () => {
  const all = Object.entries(WORDS);
  for (const [code, words] of all) {
    assert.equal(new Set(words.map((word) => word.trim())).size, 3, code);
    assert.ok(!words.includes(""), code);
  }
  assert.equal(new Set(all.map(([, [failed]]) => failed)).size, all.length);
});
