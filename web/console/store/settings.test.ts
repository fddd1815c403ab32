import assert from "node:assert/strict";
import { test } from "node:test";
import type { Settings } from "../../client/index.ts";
import { clockOf, minuteOf, mistakes, usualHours, wordsIn, zones } from "./settings.ts";

const careful: Settings = {
  triage: "suggest",
  escalate_on: [],
  languages: [],
  greeting: null,
  hours: null,
  model_cents_a_day: 0,
};

test("a time of day and its minutes are the same thing", () => {
  for (const clock of ["00:00", "09:05", "23:59"]) assert.equal(clockOf(minuteOf(clock, false)!), clock);
  assert.equal(minuteOf("00:00", true), 1_440);
  assert.equal(clockOf(1_440), "24:00");
  assert.deepEqual(
    ["", "9:00", "25:00", "24:30", "noon"].map((clock) => minuteOf(clock, false)),
    [null, null, null, null, null],
  );
});

test("words come one on a line, each once", () => {
  assert.deepEqual(wordsIn(" lawyer\n\nRefund over 500\nLawyer\n"), ["lawyer", "Refund over 500"]);
});

test("what the service would refuse is said before it is sent", () => {
  assert.deepEqual(mistakes(careful), []);
  assert.deepEqual(mistakes({ ...careful, hours: usualHours("Europe/Berlin") }), []);
  const week = usualHours("UTC").week;
  week[2] = { from: 600, until: 600 };
  assert.deepEqual(mistakes({ ...careful, hours: { zone: "UTC", week } }), ["Wednesday ends before it begins."]);
  assert.equal(
    mistakes({ ...careful, escalate_on: ["x".repeat(101)], greeting: "x".repeat(501), model_cents_a_day: 1.5 }).length,
    3,
  );
  assert.equal(
    mistakes({ ...careful, escalate_on: Array.from({ length: 201 }, (_, index) => `word ${index}`) }).length,
    1,
  );
});

test("a zone that the browser does not list can be kept", () => {
  assert.equal(zones("Mars/Olympus")[0], "Mars/Olympus");
  assert.ok(zones("Europe/Berlin").includes("Europe/Berlin"));
});
