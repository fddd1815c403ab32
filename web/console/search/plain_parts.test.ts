import assert from "node:assert/strict";
import { test } from "node:test";
import { plainParts } from "./plain_parts.ts";

/** A text whose hits stand in angle brackets, as parts; and back. */
const parts = (text: string) =>
  text
    .split(/(<[^>]*>)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("<") ? { text: part.slice(1, -1), is_hit: true } : { text: part, is_hit: false }));
const written = (text: string) =>
  plainParts(parts(text))
    .map((part) => (part.is_hit ? `<${part.text}>` : part.text))
    .join("");

for (const [marked, plain] of [
  ["Banks take **up to ten days**.", "Banks take up to ten days."],
  ["Banks take **<ten> days**.", "Banks take <ten> days."],
  ["See **<refund>** times", "See <refund> times"],
  ["*<Soon>*, see [the <refund> page](https://shop.example/refunds).", "<Soon>, see the <refund> page."],
  ["…up to ten days** or `<RMA>-7`", "…up to ten days or <RMA>-7"],
  ["2 * 3 * 4, snake_case and [brackets] stay", "2 * 3 * 4, snake_case and [brackets] stay"],
  ["", ""],
] as const)
  test(`a snippet without its marks: ${marked}`, () => assert.equal(written(marked), plain));
