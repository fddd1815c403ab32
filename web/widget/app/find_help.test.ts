import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findHelp, foldedWords } from "./find_help.ts";

const article = (question: string, text = "So it is.") => ({ id: question, question, text, language: null });
const found = (query: string, ...articles: ReturnType<typeof article>[]) =>
  findHelp(articles, query).map(({ question }) => question);

test("an article is found by the beginnings of its words, whatever their case and accents", () => {
  const zurich = article("Do you deliver to Zürich?");
  const parcel = article("Where is my parcel?");
  for (const query of ["zurich", "ZÜRICH", "deliv", "to zür", "Zu\u0308rich"])
    assert.deepEqual(found(query, parcel, zurich), [zurich.question], query);
  assert.deepEqual(found("rich", parcel, zurich), []);
  assert.deepEqual(found("strasse", article("Straße und Hausnummer")), ["Straße und Hausnummer"]);
  assert.deepEqual(found("مدرسه", article("مَدرسه")), ["مَدرسه"]);
});

test("what is written without spaces is found inside", () => {
  assert.deepEqual(found("返品", article("商品の返品はできますか")), ["商品の返品はできますか"]);
});

test("the question counts more than the text, and a rare word more than one that all have", () => {
  const inText = article("How long?", "A parcel takes two days.");
  const inQuestion = article("Where is my parcel?");
  assert.deepEqual(found("parcel", inText, inQuestion), [inQuestion.question, inText.question]);
  const all = ["a mug", "a bowl", "a glaze"].map((thing) => article(`Can I return ${thing}?`));
  assert.equal(found("return glaze", ...all)[0], "Can I return a glaze?");
});

test("nothing is found for no words, and never more than five", () => {
  const many = Array.from({ length: 9 }, (_, n) => article(`Return ${n}`));
  assert.deepEqual(found("", ...many), []);
  assert.deepEqual(found(" ?! ", ...many), []);
  assert.equal(found("return", ...many).length, 5);
});

test("words are compared as the service compares them", () => {
  const file = new URL("../../../shared/language/tests/search_words.json", import.meta.url);
  const table = JSON.parse(readFileSync(file, "utf8")) as [text: string, words: string[]][];
  for (const [text, words] of table) assert.deepEqual(foldedWords(text), words, text);
});
