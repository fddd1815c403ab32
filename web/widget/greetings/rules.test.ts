import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProactiveGreeting } from "../../client/index.ts";
import { isPage, markOf, ruleFor, textFor } from "./rules.ts";

const rule = (some: Partial<ProactiveGreeting> = {}): ProactiveGreeting => ({
  pages: "",
  seconds: 0,
  cart_from: null,
  texts: [{ language: "en", text: "Need a hand?" }],
  ...some,
});
const nothing = () => false;

test("a pattern is a path in which an asterisk stands for anything", () => {
  for (const [pattern, path, fits] of [
    ["", "/anything", true],
    ["/", "/", true],
    ["/", "/cart", false],
    ["/cart", "/cart", true],
    ["/cart", "/cart/2", false],
    ["/products/*", "/products/mug", true],
    ["*/checkout", "/de/checkout", true],
    ["/a.b", "/axb", false],
    ["/(", "/(", true],
    ["*", "/", true],
    ["/a*a", "/a", false],
    ["/a*a", "/aba", true],
    ["/*/x*/y", "/1/x2/y", true],
    ["/*/x*/y", "/1/y2/x", false],
    [`/${"*a".repeat(90)}*b`, `/${"a".repeat(2_000)}`, false],
  ] as const)
    assert.equal(isPage(pattern, path), fits, `${pattern} ${path}`);
});

test("the first rule that holds speaks, and none that was seen", () => {
  const [late, rich, cart] = [rule({ seconds: 30 }), rule({ cart_from: 50 }), rule({ pages: "/cart" })];
  const rules = [late, rich, cart];
  const at = (path: string, seconds: number, amount: number | null) =>
    ruleFor(rules, { path, seconds, cart: amount }, nothing);
  assert.equal(at("/", 10, null), null);
  assert.equal(at("/cart", 10, null), cart);
  assert.equal(at("/cart", 10, 50), rich);
  assert.equal(at("/", 10, 49.9), null);
  assert.equal(at("/", 30, 80), late);
  assert.equal(
    ruleFor(rules, { path: "/", seconds: 30, cart: 80 }, (one) => one === late),
    rich,
  );
});

test("an empty cart is a cart of nothing, and a page that says nothing has none", () => {
  const empty = rule({ cart_from: 0 });
  assert.equal(ruleFor([empty], { path: "/", seconds: 0, cart: 0 }, nothing), empty);
  assert.equal(ruleFor([empty], { path: "/", seconds: 0, cart: null }, nothing), null);
});

test("a visitor is greeted in their language, or in the first that there is", () => {
  const greeting = rule({
    texts: [
      { language: "en", text: "Hello" },
      { language: "de", text: "Hallo" },
      { language: "pt-BR", text: "Oi" },
    ],
  });
  for (const [languages, text] of [
    [["de-AT", "en"], "Hallo"],
    [["PT"], "Oi"],
    [["ja", "de"], "Hallo"],
    [["ja"], "Hello"],
    [[], "Hello"],
  ] as const)
    assert.equal(textFor(greeting, languages).text, text, languages.join());
});

test("a rule that is changed is another one", () => {
  assert.equal(markOf(rule()), markOf(rule()));
  assert.notEqual(markOf(rule()), markOf(rule({ seconds: 1 })));
});
