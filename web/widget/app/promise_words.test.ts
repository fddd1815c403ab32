import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { PROMISE_WORDS, momentOf, promiseLine } from "./promise_words.ts";

test("a promise is told in each of the widget's languages, with who and by when", () => {
  const files = readdirSync(new URL("./words", import.meta.url)).map((file) => file.split(".")[0] ?? "");
  assert.deepEqual(Object.keys(PROMISE_WORDS), files.filter((name) => name.length === 2).sort());
  for (const [code, words] of Object.entries(PROMISE_WORDS)) assert.match(words, /^(?=.*#)(?=.*@)/, code);
  assert.equal(promiseLine("en-GB", "Ines", "15:00"), "Ines will reply by 15:00");
  assert.equal(promiseLine("de", "M@x #1", "15:00"), "M@x #1 antwortet bis 15:00");
  assert.equal(promiseLine("sv", "Ines", "15:00"), "Ines will reply by 15:00");
});

test("a moment is named as shortly as it can be told", () => {
  const now = new Date(2026, 10, 26, 14).getTime();
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  assert.equal(momentOf(at(26, 15), now, "en-GB"), "15:00");
  assert.match(momentOf(at(27, 9), now, "en-GB"), /^Friday.*09:00$/);
  assert.match(momentOf(at(40, 9), now, "en-GB"), /^10 December.*\b0?9:00$/);
});
