import assert from "node:assert/strict";
import { test } from "node:test";
import { diffWords } from "./word_diff.ts";

test("an edit shows whole words", () => {
  assert.deepEqual(diffWords("we trace it", "I trace it"), [
    { kind: "out", text: "we" },
    { kind: "in", text: "I" },
    { kind: "kept", text: " trace it" },
  ]);
});

test("what is kept and taken out is the text before, what is kept and put in the text after", () => {
  const [before, after] = ["Banks can take ten days.\nSorry, Ines.", "Banks take up to ten days.\nSorry again, Ines!"];
  const parts = diffWords(before, after);
  const join = (not: string) =>
    parts
      .filter((part) => part.kind !== not)
      .map((part) => part.text)
      .join("");
  assert.equal(join("in"), before);
  assert.equal(join("out"), after);
});
