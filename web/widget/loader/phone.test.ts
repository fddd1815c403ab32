import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Whether a screen of this size fits what a list of media conditions asks for: only `max-width` and `max-height`. */
function fits(query: string, width: number, height: number): boolean {
  const holds = (condition: string) => {
    const [, side, most] = /^\(max-(width|height): (\d+)px\)$/.exec(condition.trim()) ?? [];
    assert.ok(most, condition);
    return (side === "width" ? width : height) <= Number(most);
  };
  return query.split(",").some((part) => part.split(" and ").every(holds));
}

const query = /PHONE =\s*"([^"]+)"/.exec(read("./phone.ts"))?.[1] ?? "";

test("the script and both style sheets mean the same screens by a phone", () => {
  for (const sheet of ["./style.css", "./phone.css"])
    assert.ok(read(sheet).replaceAll(/\s+/g, " ").includes(`@media ${query} {`), sheet);
});

test("a phone is one upright and on its side, and nothing else is", () => {
  const phones: [width: number, height: number][] = [
    [320, 568],
    [360, 800],
    [390, 844],
    [430, 932],
    [440, 956],
  ];
  for (const [width, height] of phones) {
    assert.ok(fits(query, width, height), `${width} upright`);
    // A browser's bars take a part of the height.
    for (const bars of [0, 60]) assert.ok(fits(query, height, width - bars), `${width} on its side`);
  }
  // What is zoomed to 400 % has as little room.
  assert.ok(fits(query, 320, 256));
  for (const [width, height] of [
    [768, 1024],
    [1024, 768],
    [1280, 720],
    [1280, 420],
    [600, 900],
    [1024, 400],
  ] as const)
    assert.ok(!fits(query, width, height), `${width} × ${height}`);
});
