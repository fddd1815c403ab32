import assert from "node:assert/strict";
import { test } from "node:test";
import { en, language, type Words } from "./index.ts";
import "./en_more.ts";

const TAGS = ["ar", "de", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "tr"];

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
    for (const sentence of sentences(words))
      assert.ok(sentence.trim() !== "" && !sentence.includes("undefined"), `${tag}: ${sentence}`);
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

test("a tag is cleaned of what pages write, so that dates, numbers and the service take it", async () => {
  for (const [written, tag] of [
    ["de_DE", "de-DE"],
    ["DE_at", "de-AT"],
    ["en_US", "en-US"],
    ["pt_BR", "pt-BR"],
    ["en-", "en"],
    ["de_DE.UTF-8", "de"],
    ["de-DE-u-co-phonebk", "de"],
    ["iw", "he"],
    ["fr--", "fr"],
    ["_", "en"],
    ["toString", "en"],
    [7 as unknown as string, "en"],
    [null as unknown as string, "en"],
  ] as const) {
    const found = await language([written]);
    assert.equal(found.tag, tag, String(written));
    new Intl.NumberFormat(found.tag).format(1);
    assert.ok(/^[A-Za-z0-9-]{2,16}$/.test(found.tag));
  }
  assert.equal((await language(["de", "de_CH"])).tag, "de-CH");
});

test("whatever is put into a sentence shows in it, in every language", async () => {
  for (const tag of ["en", ...TAGS]) {
    const { words } = await language([tag]);
    for (const sentence of [
      words.back("9:00", "MONDAY"),
      words.back("MONDAY", ""),
      words.joined("MONDAY"),
      words.typing("MONDAY"),
      words.heard("MONDAY", "x"),
    ]) {
      assert.ok(sentence.includes("MONDAY"), `${tag}: ${sentence}`);
    }
    assert.ok(words.unread(7).includes("7") && words.score(4).includes("4") && words.rated(4).includes("4"), tag);
    assert.equal(words.starters.length, en.starters.length, tag);
  }
});

test("one, few and many are told apart where a language does", async () => {
  const { words } = await language(["pl"]);
  assert.deepEqual([1, 2, 5, 22].map(words.unread), [
    "1 nowa wiadomość",
    "2 nowe wiadomości",
    "5 nowych wiadomości",
    "22 nowe wiadomości",
  ]);
});
