import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore } from "../../client/memory.ts";
import { CATALOG } from "./catalog.ts";
import { placeAfter, recentOf, sectionsOf, use } from "./choice.ts";
import * as de from "./names/emoji_de.ts";
import * as en from "./names/emoji_en.ts";
import * as es from "./names/emoji_es.ts";
import * as fr from "./names/emoji_fr.ts";

const all = Object.values(CATALOG).flat();

test("each emoji is there once, and has a name of its own in each language", () => {
  assert.equal(new Set(all).size, all.length);
  for (const { names, words } of [en, de, es, fr]) {
    const own = Object.values(names);
    assert.equal(
      new Set(own).size,
      all.length,
      own.find((name, at) => own.indexOf(name) !== at),
    );
    assert.ok([...own, ...Object.values(words)].every((text) => text.trim() !== ""));
  }
});

test("words find what begins with them, in the language that is spoken", () => {
  const found = (query: string, { names }: typeof en) => sectionsOf(query, names, []).flatMap(({ emoji }) => emoji);
  assert.deepEqual(found("parcel", en), ["📦"]);
  assert.deepEqual(found("pak", de), ["📦"]);
  assert.deepEqual(found("cœur rouge", fr), ["❤️"]);
  assert.deepEqual(found("zzz", es), []);
});

test("those used last come first, once each, and are kept", () => {
  const shelf = memoryStore();
  for (const emoji of ["👍", "📦", "👍"] as const) use(shelf, emoji);
  assert.deepEqual(recentOf(shelf), ["👍", "📦"]);
  assert.equal(sectionsOf("", en.names, recentOf(shelf))[0]?.title, "recent");
  assert.equal(sectionsOf("", en.names, [])[0]?.title, "faces");
  shelf.set("console/emoji", "no-emoji 📦");
  assert.deepEqual(recentOf(shelf), ["📦"]);
  for (const emoji of all) use(shelf, emoji);
  assert.equal(recentOf(shelf).length, 16);
});

test("arrows lead along the rows, also from one section to the next", () => {
  const sections = [
    { title: "recent", emoji: all.slice(0, 3) },
    { title: "faces", emoji: all.slice(3, 13) },
  ] as const;
  const to = (key: string, at: number) => placeAfter(key, sections, at);
  assert.equal(to("ArrowDown", 2), 5);
  assert.equal(to("ArrowDown", 10), 12);
  assert.equal(to("ArrowUp", 9), 2);
  assert.equal(to("ArrowUp", 0), 0);
  assert.equal(to("ArrowRight", 12), 12);
  assert.deepEqual([to("Home", 5), to("End", 5), to("a", 5)], [0, 12, null]);
});
