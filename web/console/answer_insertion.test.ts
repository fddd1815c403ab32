import assert from "node:assert/strict";
import { test } from "node:test";
import { slashQuery, withSlash } from "./answer_insertion.ts";

const at = (marked: string) => slashQuery(marked.replace("|", ""), marked.indexOf("|"));

test("a slash that begins a word looks for an answer", () => {
  assert.deepEqual(at("/|"), { start: 0, query: "" });
  assert.deepEqual(at("/refund ti|"), { start: 0, query: "refund ti" });
  assert.deepEqual(at("Hello,\n/refund| and more"), { start: 7, query: "refund" });
  assert.deepEqual(at("Hi /größe 42|"), { start: 3, query: "größe 42" });
});

test("a slash within words, of an address or of a date is text", () => {
  for (const text of [
    "and/or|",
    "https://shop.example/returns|",
    "/a/b|",
    "/ |",
    "/ x|",
    "/refund\n|",
    "24/11|",
    "|/refund",
  ])
    assert.equal(at(text), null, text);
  assert.equal(at(`/${"x".repeat(61)}|`), null);
});

test("a slash that is put in begins a word", () => {
  assert.deepEqual(withSlash("", 0), { text: "/", caret: 1 });
  assert.deepEqual(withSlash("Hello there", 5), { text: "Hello / there", caret: 7 });
  assert.deepEqual(withSlash("Hello ", 6), { text: "Hello /", caret: 7 });
});
