import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import { MOST_SELECTED, createSelection } from "./selection.ts";

const three = () => {
  const rows = signal<readonly string[]>(["a", "b", "c", "d"]);
  return { rows, selection: createSelection(rows) };
};

test("a row is selected and let go again, in the list's order", () => {
  const { selection } = three();
  selection.toggle("c");
  selection.toggle("a");
  assert.deepEqual(selection.chosen.value, ["a", "c"]);
  selection.toggle("c");
  assert.deepEqual([selection.chosen.value, selection.has("c")], [["a"], false]);
});

test("a range goes from the row that was toggled last, up or down", () => {
  const { selection } = three();
  selection.toggle("c");
  selection.extend("a");
  assert.deepEqual(selection.chosen.value, ["a", "b", "c"]);
  selection.extend("d");
  assert.deepEqual(selection.chosen.value, ["a", "b", "c", "d"]);
});

test("what the list shows no more is not selected", () => {
  const { rows, selection } = three();
  selection.all();
  rows.value = ["b"];
  assert.deepEqual(selection.chosen.value, ["b"]);
  selection.clear();
  assert.deepEqual(selection.chosen.value, []);
});

test("no more are selected than one page", () => {
  const many = Array.from({ length: 80 }, (_, at) => `case ${at}`);
  const selection = createSelection(signal(many));
  selection.all();
  assert.equal(selection.chosen.value.length, MOST_SELECTED);
  selection.toggle("case 79");
  assert.equal(selection.has("case 79"), false);
});
