import assert from "node:assert/strict";
import { test } from "node:test";
import { diffWords, pieces, sentences } from "./draft_text.ts";

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

test("a mark names a source that is there", () => {
  assert.deepEqual(pieces("Ten days [1]. See [7].", 2), [
    { kind: "words", text: "Ten days " },
    { kind: "mark", number: 1 },
    { kind: "words", text: ". See [7]." },
  ]);
});

test("sentences are cut as the service counts them, and lose nothing", () => {
  const cut = (text: string) =>
    sentences(text, 2, []).map((sentence) =>
      sentence.pieces.map((piece) => (piece.kind === "words" ? piece.text : `[${piece.number}]`)).join(""),
    );
  assert.deepEqual(cut("It costs 4.90 EUR. Really? Yes"), ["It costs 4.90 EUR. ", "Really? ", "Yes"]);
  assert.deepEqual(cut("Ten days. [1] [2] We promise. [1]"), ["Ten days. [1] [2] ", "We promise. [1]", ""]);
  assert.deepEqual(cut("返品できます。無料です。"), ["返品できます。", "無料です。"]);
  assert.deepEqual(cut("one\n- two\n\n…"), ["one\n", "- two\n\n…"]);
  assert.deepEqual(cut("هل وصل؟ نعم."), ["هل وصل؟ ", "نعم."]);
  for (const text of ["", "no stop", "\n\nA.\n\nB", "“Really?” she said. (Yes.) Well… [1]"])
    assert.equal(cut(text).join(""), text);
});

test("a sentence without a source is marked by its number", () => {
  const marked = sentences("Ten days. We promise. Bye.", 0, [1]).map(({ isUnsupported }) => isUnsupported);
  assert.deepEqual(marked, [false, true, false]);
});
