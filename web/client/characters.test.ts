import assert from "node:assert/strict";
import { test } from "node:test";
import { countCharacters, firstCharacters } from "./characters.ts";

test("characters are counted as the service counts them, not as halves of them", () => {
  const texts: [text: string, count: number][] = [
    ["", 0],
    ["abc", 3],
    ["größe", 5],
    ["日本語", 3],
    ["👍", 1],
    ["𝒜𠮷", 2],
    // Each part of a joined emoji, a mark and a joiner count.
    ["👩‍👧", 3],
    ["e\u0301", 2],
    ["a\nb", 3],
    ["\ud83d", 1],
  ];
  for (const [text, count] of texts) assert.equal(countCharacters(text), count, JSON.stringify(text));
});

test("a text is cut between characters", () => {
  assert.equal(firstCharacters("👍👍👍", 2), "👍👍");
  assert.equal(firstCharacters("a𠮷b", 2), "a𠮷");
  assert.equal(firstCharacters("ab", 5), "ab");
});
