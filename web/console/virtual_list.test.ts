import assert from "node:assert/strict";
import { test } from "node:test";
import { ROW, rowsInView, scrollTo } from "./virtual_list.ts";

test("of 5,000 rows only those in view and a few more are drawn", () => {
  const { first, end } = rowsInView(2_000 * ROW, 800, 5_000);
  assert.ok(first <= 2_000 && end >= 2_010 && end - first < 25);
});

test("the window never leaves the list", () => {
  assert.deepEqual(rowsInView(0, 800, 3), { first: 0, end: 3 });
  assert.deepEqual(rowsInView(9_999, 800, 0), { first: 0, end: 0 });
});

test("a row in view needs no scrolling, one beyond an edge just enough", () => {
  assert.equal(scrollTo(2, 0, 4 * ROW), 0);
  assert.equal(scrollTo(4, 0, 4 * ROW), ROW);
  assert.equal(scrollTo(1, 3 * ROW, 4 * ROW), ROW);
});
