import assert from "node:assert/strict";
import { test } from "node:test";
import { fromField, momentOf, toField } from "./times.ts";
import { formatMoment } from "../time_format.ts";

/** A moment of the tests' own time zone. */
function at(day: number, hour: number): number {
  return new Date(2026, 10, day, hour, 30).getTime();
}

test("tomorrow and Monday begin at nine, whatever day it is", () => {
  // 30 November 2026 is a Monday.
  for (const [day, monday] of [
    [26, 30],
    [29, 30],
    [30, 37],
  ] as const) {
    assert.equal(momentOf("monday", at(day, 14)), new Date(2026, 10, monday, 9).getTime());
    assert.equal(momentOf("tomorrow", at(day, 14)), new Date(2026, 10, day + 1, 9).getTime());
    assert.equal(momentOf("hour", at(day, 14)), at(day, 15));
  }
});

test("a moment is named as shortly as it can be told", () => {
  assert.match(formatMoment(at(26, 16), at(26, 14)), /^16:30$/);
  assert.match(formatMoment(at(27, 9), at(26, 14)), /^Fri 09:30$/);
  assert.match(formatMoment(at(60, 9), at(26, 14)), /2026$/);
});

test("what a field holds is the moment it was given", () => {
  assert.equal(fromField(toField(at(26, 14))), at(26, 14));
  assert.equal(fromField(""), null);
  assert.equal(fromField("soon"), null);
});
