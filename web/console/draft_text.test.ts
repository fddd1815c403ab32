import assert from "node:assert/strict";
import { test } from "node:test";
import { diffWords, pieces, stretches } from "./draft_text.ts";

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

/** A draft's stretches as texts, those without a source in angle brackets. */
function marked(text: string, grounds: Parameters<typeof stretches>[2]): string {
  return stretches(text, 2, grounds)
    .map(({ pieces: parts, isUnsupported }) => {
      const words = parts.map((part) => (part.kind === "words" ? part.text : `[${part.number}]`)).join("");
      return isUnsupported ? `<${words}>` : words;
    })
    .join("");
}

test("what no source supports is marked where the service says, and nothing is lost", () => {
  const text = "Ten days. [1] We promise, e.g. tomorrow. Bye.";
  assert.equal(
    marked(text, { unsupported_ranges: [{ start: 14, end: 40 }] }),
    "Ten days. [1] <We promise, e.g. tomorrow.> Bye.",
  );
  assert.equal(marked(text, { unsupported_ranges: [{ start: 0, end: text.length }] }), `<${text}>`);
  assert.equal(marked(text, { unsupported: [], unsupported_ranges: [] }), text);
  assert.equal(marked("👍 Yes. No.", { unsupported_ranges: [{ start: 8, end: 11 }] }), "👍 Yes. <No.>");
  assert.equal(marked("", {}), "");
});

test("an old draft with unsupported sentences at places unknown is marked as a whole", () => {
  assert.equal(marked("One. Two.", { unsupported: [1] }), "<One. Two.>");
});
