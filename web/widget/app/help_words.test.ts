import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { HELP_WORDS, helpWords } from "./help_words.ts";

test("the search speaks each of the widget's languages", () => {
  const files = readdirSync(new URL("./words", import.meta.url)).map((file) => file.split(".")[0] ?? "");
  const languages = files.filter((name) => name.length === 2);
  assert.deepEqual(Object.keys(HELP_WORDS), languages.sort());
  for (const [code, words] of Object.entries(HELP_WORDS)) {
    assert.equal(new Set(words).size, 3, code);
    assert.equal(words[1].split("#").length, 2, code);
  }
});

test("a language's regions share its words, and English stands in for one that there is not", () => {
  assert.equal(helpWords("pt-BR").search, HELP_WORDS.pt?.[0]);
  assert.equal(helpWords("sv").results("3"), "Results: 3");
});
