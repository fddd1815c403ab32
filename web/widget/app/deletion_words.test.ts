import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { DELETION_WORDS, deletionWords } from "./deletion_words.ts";
import { language } from "./words/index.ts";
import "./words/en_more.ts";

test("deleting a message speaks each of the widget's languages", async () => {
  const files = readdirSync(new URL("./words", import.meta.url)).map((file) => file.split(".")[0] ?? "");
  const languages = files.filter((name) => name.length === 2);
  assert.deepEqual(Object.keys(DELETION_WORDS), languages.sort());
  for (const [code, words] of Object.entries(DELETION_WORDS)) {
    assert.equal(new Set(Object.values(words)).size, 8, code);
    assert.equal(words.gone, (await language([code])).words.withdrawn, code);
  }
});

test("a language's regions share its words, and English stands in for one that there is not", () => {
  assert.equal(deletionWords("pt-BR"), DELETION_WORDS.pt);
  assert.equal(deletionWords("sv").confirm, "Delete");
});
