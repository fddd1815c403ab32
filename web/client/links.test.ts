import assert from "node:assert/strict";
import { test } from "node:test";
import { findLinks } from "./links.ts";
import { parseBlocks, parsePlain, type Block, type Inline } from "./markdown.ts";

/** Texts in which each link stands between ⟦ and ⟧. */
const TEXTS = [
  // Brackets belong to a link in pairs.
  "See ⟦https://shop.example/wiki/Lamp_(floor)⟧ first",
  "(see ⟦https://shop.example/help⟧)",
  "(see ⟦https://shop.example/wiki/Lamp_(floor)⟧)",
  "(see ⟦https://shop.example/wiki/Lamp_(floor_(big))⟧).",
  "[⟦https://shop.example/a⟧]",
  "{⟦https://shop.example/a⟧}",
  "<⟦https://shop.example/a⟧>",
  "⟦https://shop.example/a[0]=1&b={c}⟧;",
  "⟦https://shop.example/a⟧(b",
  "⟦https://shop.example/a⟧) and b)",
  "⟦https://shop.example⟧)",
  "⟦https://shop.example/⟧(",
  "【⟦https://shop.example/a⟧】",
  "「⟦https://shop.example/a⟧」",
  // Punctuation at the end belongs to the sentence.
  "⟦https://shop.example/a⟧.",
  "⟦https://shop.example/a⟧, then",
  "⟦https://shop.example/a⟧!?",
  "Is it ⟦https://shop.example/a⟧?",
  "Is it ⟦https://shop.example/a?b=1⟧?",
  "⟦https://shop.example/a⟧: open",
  "⟦https://shop.example/a⟧; open",
  "⟦https://shop.example/a⟧...",
  "⟦https://shop.example/a⟧… and",
  "⟦https://shop.example⟧.",
  "⟦https://shop.example⟧?",
  "⟦https://shop.example/⟧.",
  "**⟦https://shop.example/a⟧**",
  // And not at the end to the link.
  "⟦https://shop.example/a.html⟧",
  "⟦https://shop.example/v1.2,3;x=1:2/it's⟧",
  "⟦https://shop.example/compare/a...b⟧.",
  "⟦https://shop.example/?q=1&r=%20&s=a+b#top⟧!",
  "⟦https://shop.example/#!/cart⟧",
  "⟦https://shop.example/a_b-c~d/@e/$f⟧",
  "⟦https://shop.example/a-⟧",
  "⟦https://shop.example/a_⟧",
  // Quotes of every kind end one.
  'say "⟦https://shop.example/a⟧"',
  "say '⟦https://shop.example/a⟧'",
  "say '⟦https://shop.example/a⟧', then",
  "“⟦https://shop.example/a⟧”",
  "‘⟦https://shop.example/a⟧’",
  "„⟦https://shop.example/a⟧“",
  "«⟦https://shop.example/a⟧»",
  "‹⟦https://shop.example/a⟧›",
  "`⟦https://shop.example/a⟧`",
  // Punctuation of other scripts does too.
  "こちら ⟦https://shop.example/a⟧。次です",
  "⟦https://shop.example/a⟧、⟦https://shop.example/b⟧",
  "（⟦https://shop.example/a⟧）です",
  "詳しくは⟦https://shop.example/a⟧ をご覧ください",
  "詳しくは⟦https://shop.example⟧をご覧ください",
  "⟦https://shop.example⟧에서 확인",
  "⟦https://shop.example⟧です",
  "请看⟦https://shop.example/a⟧，谢谢",
  "⟦https://shop.example/a⟧！",
  "⟦https://shop.example/a⟧ 에서 확인",
  "देखें ⟦https://shop.example/मदद⟧। फिर",
  "⟦https://shop.example/مدد⟧۔ پھر",
  "⟦https://shop.example/a⟧\u037e και",
  "⟦https://shop.example/a⟧\u0589",
  "״⟦https://shop.example/a⟧״",
  "هل رأيت ⟦https://shop.example/a⟧؟",
  "هنا ⟦https://shop.example/a⟧، شكرا",
  "⟦https://shop.example/a⟧—then",
  "⟦https://shop.example/a⟧👍",
  "⟦https://shop.example/a⟧\u200b",
  "⟦https://shop.example/a⟧\u00a0b",
  // Letters of every script may be within one, in any order.
  "⟦https://ja.shop.example/wiki/Tシャツ⟧",
  "⟦https://ko.shop.example/wiki/K팝⟧",
  "⟦https://zh.shop.example/wiki/T恤⟧。",
  "⟦https://shop.example/2024年のカタログ⟧、",
  "⟦https://shop.example/5€⟧.",
  "⟦https://shop.example/Köln–Bonn⟧",
  "⟦https://shop.example/a⟧– and",
  "⟦https://ja.shop.example/wiki/日本⟧。",
  "⟦https://shop.example/größe/blåbær⟧",
  "⟦https://shop.example/مقاس⟧",
  "⟦https://münchen.example/straße⟧.",
  "⟦https://例え.example⟧",
  "⟦https://xn--r8jz45g.example:8443/⟧",
  // Schemes, ports and hosts.
  "⟦http://shop.example⟧",
  "⟦HTTPS://SHOP.EXAMPLE/A⟧",
  "⟦http://localhost:8080/a⟧",
  "⟦http://192.168.0.1:3000⟧",
  "⟦https://shop.example⟧:",
  "⟦https://shop.example⟧:123456",
  "⟦www.shop.example/a⟧.",
  "⟦www.shop.example⟧",
  "⟦WWW.Shop.Example⟧",
  "⟦shop.com⟧.",
  "⟦SHOP.COM⟧ or ⟦MY.SHOP.COM/a⟧",
  "⟦my-shop.com/returns?x=1⟧,",
  "⟦shop.de/a⟧ or shop.de",
  "⟦shop.co.uk/a⟧",
  "ftp://shop.example/a",
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "xhttps://shop.example",
  "https:// shop.example",
  "https://",
  "www.",
  "www.nothing",
  "and/or, e.g. 10.50/kg, v1.2/3, index.html, Node.js",
  "Danke.Informationen folgen",
  "Thanks.Then come here.It is",
  "company.community",
  "example.com.notld",
  // Whose host is hidden behind another name is no link.
  "https://bank.example@evil.example/a",
  "https://bank.example:x@evil.example",
  // Addresses.
  "write to ⟦ines.moreau+a@shop.example⟧.",
  "mailto:⟦a@shop.example⟧",
  "<⟦jörg@müller.example⟧>",
  "a@b, @shop, a@ b.example",
  "ask ⟦o'neil@shop.example⟧ or ⟦tom&jerry@shop.example⟧",
  "'⟦a@shop.example⟧'",
  "it's a&b, ⟦a@shop.example⟧",
  "⟦_a@shop.example⟧_",
  // A sign of the sentence behind a host, or before one.
  "⟦https://shop.example⟧- then",
  "⟦www.shop.example⟧- then, ⟦shop.com⟧- then, shop.com-x",
  "-shop.com and _shop.com",
  "⟦größe.com⟧ and ⟦www.größe.com⟧",
  "⟦https://shop.example:1/a⟧ and ⟦https://shop.example⟧:1",
];

test("a link ends where its sentence goes on", () => {
  for (const marked of TEXTS) {
    const text = marked.replace(/[⟦⟧]/g, "");
    const expected = [...marked.matchAll(/⟦(.*?)⟧/g)].map((match) => match[1]);
    assert.deepEqual(
      findLinks(text).map(({ start, end }) => text.slice(start, end)),
      expected,
      marked,
    );
  }
});

/** The texts of all links in what was parsed, whatever marks they stand in. */
function linksOf(blocks: readonly Block[]): string[] {
  const inside = (parts: readonly Inline[]): string[] =>
    parts.flatMap((part) => {
      if (typeof part === "string" || part.kind === "code") return [];
      return part.kind === "link" ? [part.parts.join("")] : inside(part.parts);
    });
  return blocks.flatMap((block) => (block.kind === "p" ? block.lines : block.items).flatMap(inside));
}

test("the same links are found in what a customer writes, whose marks are text, and in what others write", () => {
  for (const marked of [
    ...TEXTS,
    "it`s ⟦https://a.example/x⟧ and that`s it",
    "*Size M ⟦https://shop.example/mug⟧*",
    "**see ⟦https://shop.example/a⟧**",
  ]) {
    const text = marked.replace(/[⟦⟧]/g, "");
    const expected = [...marked.matchAll(/⟦(.*?)⟧/g)].map((match) => match[1]);
    assert.deepEqual(linksOf(parsePlain(text)), expected, `plain: ${marked}`);
    // Code is never a link.
    if (!text.includes("`")) assert.deepEqual(linksOf(parseBlocks(text)), expected, `blocks: ${marked}`);
  }
  assert.deepEqual(linksOf(parsePlain("[help](https://shop.example/h)")), ["https://shop.example/h"]);
});

test("what is written without its scheme opens with one", () => {
  const hrefs = (text: string) => findLinks(text).map((link) => link.href);
  assert.deepEqual(hrefs("www.shop.example/a, shop.com, a@shop.example, http://shop.example"), [
    "https://www.shop.example/a",
    "https://shop.com",
    "mailto:a@shop.example",
    "http://shop.example",
  ]);
});

test("a hostile text of full length is searched in no time", () => {
  const started = performance.now();
  for (const piece of [
    "a",
    "a.",
    "(",
    "https://a/(",
    "https://",
    "www.",
    "a@",
    ".@",
    "[{(",
    "https://a/(a",
    "'",
    "a-",
    "日",
    "a日",
    "https://a/?",
    "a'",
    "a&a",
    "a-a_",
  ]) {
    findLinks(piece.repeat(4_000 / piece.length));
    findLinks(`https://shop.example/${piece.repeat(4_000 / piece.length)}`);
  }
  assert.ok(performance.now() - started < 1_000);
});
