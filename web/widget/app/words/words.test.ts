import assert from "node:assert/strict";
import { test } from "node:test";
import { en, language, type Words } from "./index.ts";

const TAGS = ["ar", "de", "es", "fr", "he"];

/** Every sentence of a language, with the places for names and numbers filled in. */
function sentences(words: Words): string[] {
  return Object.values(words).flatMap((word: unknown): string[] => {
    if (typeof word === "function") return [0, 1, 2, 3, 11, 100].map((n) => String(word(n, n)));
    return typeof word === "string" ? [word] : Object.values(word as object).map(String);
  });
}

test("every language says everything, in its own words", async () => {
  for (const tag of TAGS) {
    const { words } = await language([tag]);
    assert.notEqual(words, en, tag);
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort());
    for (const sentence of sentences(words)) assert.ok(sentence.trim() !== "" && !sentence.includes("undefined"), `${tag}: ${sentence}`);
    const borrowed = sentences(words).filter((sentence) => sentence.length > 12 && sentences(en).includes(sentence));
    assert.deepEqual(borrowed, [], `${tag} is not English`);
  }
});

test("the first language that there is wins, in the visitor's own region", async () => {
  const found = async (...wanted: string[]) => (({ tag, dir }) => [tag, dir])(await language(wanted));
  assert.deepEqual(await found("", "xx", "de-AT", "fr"), ["de-AT", "ltr"]);
  assert.deepEqual(await found("en", "en-GB"), ["en-GB", "ltr"]);
  assert.deepEqual(await found("he-IL"), ["he-IL", "rtl"]);
  assert.deepEqual(await found("xx"), ["en", "ltr"]);
});
