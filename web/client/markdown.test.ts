import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBlocks, parseInline, parsePlain, plainText, type Inline } from "./markdown.ts";

/** A short hand for what was found: **bold** as <b>, and so on. */
function told(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (part.kind === "code") return `<code>${part.text}</code>`;
      if (part.kind === "link") return `<a ${part.href}>${told(part.parts)}</a>`;
      return `<${part.kind}>${told(part.parts)}</${part.kind}>`;
    })
    .join("");
}

const INLINE: [text: string, told: string][] = [
  ["plain", "plain"],
  ["**30 days** and *Orders*", "<strong>30 days</strong> and <em>Orders</em>"],
  ["**both *of* them**", "<strong>both <em>of</em> them</strong>"],
  ["2 * 3 * 4", "2 * 3 * 4"],
  ["a*b*c", "a*b*c"],
  ["`a *b* c`", "<code>a *b* c</code>"],
  ["see https://shop.example/a?b=1.", "see <a https://shop.example/a?b=1>https://shop.example/a?b=1</a>."],
  ["(https://shop.example)", "(<a https://shop.example>https://shop.example</a>)"],
  ["[ours](https://shop.example/x)", "<a https://shop.example/x>ours</a>"],
  ["[mail](mailto:a@b.example)", "<a mailto:a@b.example>mail</a>"],
  ["[bad](javascript:alert(1))", "[bad](javascript:alert(1))"],
  ["[a lamp](https://shop.example/wiki/Lamp_(floor)).", "<a https://shop.example/wiki/Lamp_(floor)>a lamp</a>."],
  ["**bold https://shop.example/a**", "<strong>bold <a https://shop.example/a>https://shop.example/a</a></strong>"],
  ["`https://shop.example`", "<code>https://shop.example</code>"],
  // A label that looks like another link doesn't hide the one it opens.
  ["[https://bank.example](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[bank.example](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[bank。example](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  [
    "[bank.example](https://bank.example.evil.example)",
    "<a https://bank.example.evil.example>https://bank.example.evil.example</a>",
  ],
  [
    "[bank.example](https://bank.example@evil.example)",
    "<a https://bank.example@evil.example>https://bank.example@evil.example</a>",
  ],
  ["[help@bank.example](mailto:me@evil.example)", "<a mailto:me@evil.example>mailto:me@evil.example</a>"],
  [
    "[log in at bank.example](https://evil.example/x)",
    "<a https://evil.example/x>log in at bank.example (https://evil.example/x)</a>",
  ],
  ["[Shop.example](https://www.shop.example/)", "<a https://www.shop.example/>Shop.example</a>"],
  ["[see shop.example/a](https://shop.example/a?b)", "<a https://shop.example/a?b>see shop.example/a</a>"],
  [
    "[our 3.5 mm plugs](https://shop.example/3)",
    "<a https://shop.example/3>our 3.5 mm plugs (https://shop.example/3)</a>",
  ],
  ["[bank .example](https://evil.example)", "<a https://evil.example>bank .example (https://evil.example)</a>"],
  ["[bank﹒com](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[bankꓸexample](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[bank/login](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[https:bank](https://evil.example)", "<a https://evil.example>https://evil.example</a>"],
  ["[open 24/7](https://shop.example/hours)", "<a https://shop.example/hours>open 24/7</a>"],
  ["[a](HTTPS://shop.example/A)", "<a HTTPS://shop.example/A>a</a>"],
  ["***both***", "<strong><em>both</em></strong>"],
  ["<b>no</b> & <script>", "<b>no</b> & <script>"],
  ["**unfinished", "**unfinished"],
];

test("a small part of Markdown is understood, and all else stays the characters it is", () => {
  for (const [text, expected] of INLINE) assert.equal(told(parseInline(text)), expected, text);
});

test("lists and paragraphs are blocks", () => {
  const blocks = parseBlocks("Yes:\n\n1. Open\n2. Print\n\n- one\n* two\n\nDone,\nreally.");
  assert.deepEqual(
    blocks.map((block) => [block.kind, block.kind === "p" ? block.lines.length : block.items.length]),
    [
      ["p", 1],
      ["ol", 2],
      ["ul", 2],
      ["p", 2],
    ],
  );
});

test("a list that goes on after a break keeps its number", () => {
  const [list] = parseBlocks("3. third");
  assert.equal(list?.kind === "ol" && list.start, 3);
});

test("a visitor's own words are shown as written, but for links", () => {
  const [block] = parsePlain("*not* me https://a.example");
  assert.equal(
    block?.kind === "p" && told(block.lines[0] ?? []),
    "*not* me <a https://a.example>https://a.example</a>",
  );
});

test("a line of a list has the words without their marks, whole or cut", () => {
  const lines = [
    ["**30 days** and *Orders*, `paste`", "30 days and Orders, paste"],
    ["See [our help](https://shop.example/h).", "See our help."],
    ["Yes:\n\n1. Open\n2. **Print**\n\nDone,\nreally.", "Yes: 1. Open 2. Print Done, really."],
    ["3. third\n- one\n* two", "3. third • one • two"],
    ["[bank.example](https://evil.example)", "https://evil.example"],
    ["2 * 3 * 4, a*b and [x]", "2 * 3 * 4, a*b and [x]"],
    ["It costs 5 * 4…", "It costs 5 * 4…"],
    ["Take **thirty da…", "Take thirty da…"],
    ["Take **thirty days*…", "Take thirty days…"],
    ["Take *thi…", "Take thi…"],
    ["Take **30 days!**, and *mo…", "Take 30 days!, and mo…"],
    ["Paste `code…", "Paste code…"],
    ["See [our he…", "See our he…"],
    ["See [our help]…", "See our help…"],
    ["See [our help](https://sh…", "See our help…"],
    ["See [our help](https://shop.example) or…", "See our help or…"],
    ["", ""],
  ];
  for (const [text = "", expected] of lines) assert.equal(plainText(text), expected, text);
});

test("a hostile text of full length is parsed in no time", () => {
  const started = performance.now();
  for (const piece of [
    "*",
    "**",
    "[",
    "`",
    "[a](",
    "*a",
    "http://",
    "** a",
    "a@",
    "[a](https://",
    "[(",
    "`a",
    "a*",
    "**a",
  ])
    plainText(piece.repeat(4_000 / piece.length));
  assert.ok(performance.now() - started < 2_000);
});
