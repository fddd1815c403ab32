import assert from "node:assert/strict";
import { test } from "node:test";
import { monthBefore, monthOf, formatDuration, urgencyOf } from "./time_format.ts";

const MINUTE = 60_000;

test("a span is one short word", () => {
  for (const [minutes, word] of [
    [0.9, "now"],
    [4.9, "4 min"],
    [60, "1 h"],
    [47 * 60, "47 h"],
    [49 * 60, "2 d"],
  ] as const) {
    assert.equal(formatDuration(minutes * MINUTE), word);
  }
});

test("a clock that runs behind the service's does not show a negative wait", () => {
  assert.equal(formatDuration(-5_000), "now");
  assert.equal(urgencyOf(-5_000), "calm");
});

test("months go back over the turn of the year", () => {
  assert.equal(monthBefore("2026-01"), "2025-12");
  assert.equal(monthBefore("2026-11"), "2026-10");
  assert.equal(monthOf(Date.UTC(2026, 10, 30, 23, 59)), "2026-11");
});
