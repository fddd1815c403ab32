import assert from "node:assert/strict";
import { test } from "node:test";
import type { Inline } from "../client/markdown.ts";
import { draftBlocks, stretches } from "./draft_text.ts";

const TAGS = { strong: "b", em: "i", p: "p", ul: "ul", ol: "ol" };

/** A draft as it shows: links as <href>, what is unsupported in angle quotes with a † where its mark stands. */
function shown(draft: string, grounds: Parameters<typeof draftBlocks>[2] = {}, sources = 2): string {
  const leaf = (text: string) =>
    stretches(text)
      .map(({ pieces, isUnsupported, isEnd }) => {
        const words = pieces.map((piece) => (piece.kind === "words" ? piece.text : `{${piece.number}}`)).join("");
        return isUnsupported ? `‹${words}›${isEnd ? "†" : ""}` : words;
      })
      .join("");
  const inline = (parts: readonly Inline[]): string =>
    parts
      .map((part) => {
        if (typeof part === "string") return leaf(part);
        if (part.kind === "code") return `\`${leaf(part.text)}\``;
        if (part.kind === "link") return `<${part.href}>${inline(part.parts)}</>`;
        return `<${TAGS[part.kind]}>${inline(part.parts)}</>`;
      })
      .join("");
  return draftBlocks(draft, sources, grounds)
    .map((block) => `${block.kind}(${(block.kind === "p" ? block.lines : block.items).map(inline).join("|")})`)
    .join("");
}

/** The draft with what stands between ‹ and › unsupported. */
function unsupported(marked: string): string {
  const ranges = [];
  let text = "";
  for (const [index, part] of marked.split(/[‹›]/).entries()) {
    if (index % 2 === 1) ranges.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return shown(text, { unsupported_ranges: ranges });
}

test("a mark names a source that is there", () => {
  assert.equal(shown("Ten days [1]. See [7], [0], [3] and [2]"), "p(Ten days {1}. See [7], [0], [3] and {2})");
  assert.equal(shown("**Ten days[1]**"), "p(<b>Ten days{1}</>)");
  assert.equal(shown("https://shop.example/a[1]"), "p(<https://shop.example/a>https://shop.example/a</>{1})");
  assert.equal(shown("[1](https://shop.example/a)"), "p(<https://shop.example/a>1</>)");
  assert.equal(shown("[a](https://shop.example/[1])"), "p(<https://shop.example/[1]>a</>)");
  assert.equal(shown("Ten days [1].", {}, 0), "p(Ten days [1].)");
});

test("an agent sees the links, bold words and lists that the customer would see", () => {
  assert.equal(
    shown("Open **Orders** [1]:\n\n1. *Print*\n2. `paste` [2]\n\n- see https://shop.example/a"),
    "p(Open <b>Orders</> {1}:)ol(<i>Print</>|`paste` {2})ul(see <https://shop.example/a>https://shop.example/a</>)",
  );
});

test("what no source supports is marked where the service says, and nothing is lost", () => {
  const cases = [
    ["Ten days. [1] ‹We promise, e.g. tomorrow.› Bye.", "p(Ten days. {1} ‹We promise, e.g. tomorrow.›† Bye.)"],
    ["‹Ten days. [1] Bye.›", "p(‹Ten days. {1} Bye.›†)"],
    ["Ten days. Bye.", "p(Ten days. Bye.)"],
    ["👍 Yes. ‹No.›", "p(👍 Yes. ‹No.›†)"],
    // A stretch that begins or ends within a mark.
    ["**One. ‹Two.**›", "p(<b>One. ‹Two.›</>‹›†)"],
    ["‹**One.› Two.**", "p(<b>‹One.›† Two.</>)"],
    ["‹Pay *now*.› Then", "p(‹Pay ›<i>‹now›</>‹.›† Then)"],
    ["‹Type `x`.›", "p(‹Type ›`‹x›`‹.›†)"],
    // One over several lines, and over a whole list.
    ["One.\n‹- two\n- three›\n\nFour.", "p(One.)ul(‹two›|‹three›†)p(Four.)"],
    ["‹1. Open\n›2. Print", "ol(‹Open›†|Print)"],
    ["1. ‹Open›\n2. Print", "ol(‹Open›†|Print)"],
    ["‹One.\n\nTwo.› Three.", "p(‹One.›)p(‹Two.›† Three.)"],
    ["One. ‹ Two. ›Three. ‹ ›", "p(One.  ‹Two.›† Three.  )"],
    ["‹See https://shop.example/a.› Bye", "p(‹See ›<https://shop.example/a>‹https://shop.example/a›</>‹.›† Bye)"],
  ];
  for (const [draft = "", expected] of cases) assert.equal(unsupported(draft), expected, draft);
  assert.equal(shown("", {}), "");
});

test("an old draft with unsupported sentences at places unknown is marked as a whole", () => {
  assert.equal(shown("One. *Two.*", { unsupported: [1] }), "p(‹One. ›<i>‹Two.›</>‹›†)");
  assert.equal(shown("One.", { unsupported: [], unsupported_ranges: [] }), "p(One.)");
});

test("characters that stand for our own marks are none in a draft", () => {
  assert.equal(shown("a\uf801b\uf8f0c\uf8f1"), "p(a\ufffdb\ufffdc\ufffd)");
});
