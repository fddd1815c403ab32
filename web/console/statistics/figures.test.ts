import assert from "node:assert/strict";
import { test } from "node:test";
import type { FiguresView } from "../../client/index.ts";
import { csvOf, daysUntil, hasTargets, localHours, meanRating, percent, shareMet, spokenDuration } from "./figures.ts";

test("a period ends today and has as many days as it says", () => {
  const now = Date.UTC(2026, 10, 30, 23, 59);
  assert.deepEqual(daysUntil(now, 7), { from: "2026-11-24", until: "2026-11-30" });
  assert.deepEqual(daysUntil(now, 30), { from: "2026-11-01", until: "2026-11-30" });
});

test("the mean of ratings weighs each point, and of none there is none", () => {
  const figures = (ratings: number[]) => ({ ratings }) as FiguresView;
  assert.equal(meanRating(figures([1, 0, 0, 0, 3])), 4);
  assert.equal(meanRating(figures([0, 0, 0, 0, 0])), null);
});

test("a share of nothing is no share", () => {
  assert.equal(percent(1, 3), 33);
  assert.equal(percent(0, 0), null);
});

test("a target's share is of the conversations that had one, and without any there is none", () => {
  assert.equal(shareMet({ met: 46, missed: 4 }), 92);
  assert.equal(shareMet({ met: 0, missed: 3 }), 0);
  assert.equal(shareMet({ met: 0, missed: 0 }), null);
  const figures = (met: number, missed: number) =>
    ({ first_reply_target: { met: 0, missed: 0 }, resolution_target: { met, missed } }) as FiguresView;
  assert.deepEqual([figures(0, 0), figures(1, 0), figures(0, 1)].map(hasTargets), [false, true, true]);
});

test("hours are those of the viewer's clock", () => {
  const at = (hour: number) => Array.from({ length: 24 }, (_, index) => (index === hour ? 5 : 0));
  assert.equal(localHours(at(8), 60).indexOf(5), 9);
  assert.equal(localHours(at(23), 120).indexOf(5), 1);
  assert.equal(localHours(at(2), -300).indexOf(5), 21);
  assert.equal(localHours(at(8), 330).indexOf(5), 13);
  const even = new Array<number>(24).fill(1);
  for (const offset of [-570, -210, 0, 345, 840]) assert.deepEqual(localHours(even, offset), even, `${offset}`);
});

test("a duration is said in the unit that fits it", () => {
  const said = [5, 150, 9_000, 200_000].map((seconds) => spokenDuration(seconds, "en"));
  assert.deepEqual(said, ["5 sec", "3 min", "2.5 hr", "2.3 days"]);
});

test("no cell of a table runs as a formula, and each stays one cell", () => {
  assert.equal(
    csvOf([
      ["day", 'a "b", c'],
      ["=1+1", 2],
    ]),
    'day,"a ""b"", c"\r\n\'=1+1,2\r\n',
  );
});
