import assert from "node:assert/strict";
import { test } from "node:test";
import type { WayFigures } from "../../client/index.ts";
import { sharesOf } from "./shares.ts";

const none: WayFigures = { earned: "answer", sent: 0, objected: 0, held: 0, approved: 0, edited: 0, refused: 0 };

test("a bar has a part for everything that was counted, once", () => {
  const figures = { ...none, sent: 10, objected: 2, held: 9, approved: 4, edited: 2, refused: 1 };
  const shares = sharesOf(figures);
  assert.deepEqual(shares, [
    ["fine", 8],
    ["approved", 4],
    ["edited", 2],
    ["open", 2],
    ["refused", 1],
    ["objected", 2],
  ]);
  assert.equal(
    shares.reduce((sum, [, count]) => sum + count, 0),
    figures.sent + figures.held,
  );
});

test("what is empty has no part", () => {
  assert.deepEqual(sharesOf(none), []);
  assert.deepEqual(sharesOf({ ...none, held: 1 }), [["open", 1]]);
});
