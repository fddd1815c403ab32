import assert from "node:assert/strict";
import { test } from "node:test";
import type { Settings } from "../../client/index.ts";
import {
  bytesOf,
  changesOf,
  clockOf,
  furtherShift,
  isSame,
  minuteOf,
  LIMITS,
  megabytesOf,
  mistakes,
  nameOf,
  PLAIN,
  shiftOf,
  usualHours,
  wordsIn,
  zones,
} from "./settings.ts";

const careful: Settings = {
  triage: "suggest",
  escalate_on: [],
  languages: [],
  greeting: null,
  hours: null,
  model_cents_a_day: 0,
};

test("a time of day and its minutes are the same thing", () => {
  for (const clock of ["00:00", "09:05", "23:59"]) assert.equal(clockOf(minuteOf(clock)!), clock);
  assert.equal(clockOf(26 * 60), "02:00");
  assert.deepEqual(["", "9:00", "24:00", "25:00", "24:30", "noon"].map(minuteOf), [null, null, null, null, null, null]);
});

test("hours that end at or before their beginning end on the next day", () => {
  assert.deepEqual(shiftOf(9 * 60, 17 * 60), { from: 540, until: 1_020 });
  assert.deepEqual(shiftOf(18 * 60, 2 * 60), { from: 1_080, until: 1_560 });
  assert.deepEqual(shiftOf(0, 0), { from: 0, until: 1_440 });
});

test("hours are added an hour after the last ones, as long as the day has room", () => {
  const added = furtherShift([{ from: 540, until: 720 }]);
  assert.deepEqual(added, { from: 780, until: 960 });
  assert.equal(furtherShift([{ from: 1_080, until: 1_560 }]), null);
  assert.deepEqual(furtherShift([]), { from: 540, until: 1_020 });
  assert.deepEqual(furtherShift([{ from: 540, until: 1_320 }]), { from: 1_380, until: 1_440 });
});

test("words come one on a line, each once", () => {
  assert.deepEqual(wordsIn(" lawyer\n\nRefund over 500\nLawyer\n"), ["lawyer", "Refund over 500"]);
});

test("limits of automatic replies that are taken back are no change", () => {
  const none = { paused: false, a_day: null };
  assert.ok(isSame(careful, { ...careful, automatic_replies: none }));
  assert.ok(!isSame(careful, { ...careful, automatic_replies: { ...none, paused: true } }));
});

test("the largest file is whole megabytes, and no number that was typed takes files away", () => {
  const limit = (typed: number): Settings => ({ ...careful, max_file_bytes: bytesOf(typed) });
  assert.ok(isSame(careful, limit(10)));
  assert.deepEqual([megabytesOf(bytesOf(25)), megabytesOf(2_000_000)], [25, 2]);
  for (const typed of [1, 25]) assert.deepEqual(mistakes(limit(typed)), [], `${typed}`);
  for (const typed of [0, -1, 2.5, 26, Number.NaN]) assert.equal(mistakes(limit(typed)).length, 1, `${typed}`);
  assert.deepEqual(mistakes({ ...careful, max_file_bytes: 0 }), []);
});

test("what the service would refuse is said before it is sent", () => {
  assert.deepEqual(mistakes(careful), []);
  assert.deepEqual(mistakes({ ...careful, hours: usualHours("Europe/Berlin") }), []);
  const week = usualHours("UTC").week;
  week[2] = [
    { from: 600, until: 720 },
    { from: 700, until: 900 },
  ];
  const none = { date: "", shifts: [] };
  const same = { date: "2026-12-25", shifts: week[2] };
  assert.deepEqual(mistakes({ ...careful, hours: { zone: "UTC", week, holidays: [none] } }), [
    "The hours of Wednesday overlap.",
    "A holiday has no date yet.",
  ]);
  assert.deepEqual(mistakes({ ...careful, hours: { ...usualHours("UTC"), holidays: [same, same] } }), [
    "Two holidays have the same date.",
    "The hours of 2026-12-25 overlap.",
  ]);
  assert.equal(
    mistakes({ ...careful, escalate_on: ["x".repeat(101)], greeting: "x".repeat(501), model_cents_a_day: 1.5 }).length,
    3,
  );
  for (const [a_day, count] of [
    [null, 0],
    [0, 0],
    [20, 0],
    [-1, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [2 ** 32, 1],
  ] as const) {
    assert.equal(mistakes({ ...careful, automatic_replies: { paused: false, a_day } }).length, count, String(a_day));
  }
  assert.equal(
    mistakes({ ...careful, escalate_on: Array.from({ length: 201 }, (_, index) => `word ${index}`) }).length,
    1,
  );
});

test("limits are in characters, of which an emoji is one", () => {
  const { word, greeting, starter } = LIMITS;
  const wordy = (most: number) => ({ ...careful, escalate_on: ["👍".repeat(most)] });
  const greeted = (most: number) => ({ ...careful, greeting: "👍".repeat(most) });
  const offering = (most: number) => ({ ...careful, appearance: { ...PLAIN, starters: ["👍".repeat(most)] } });
  for (const [settings, most] of [
    [wordy, word],
    [greeted, greeting],
    [offering, starter],
  ] as const) {
    assert.deepEqual(mistakes(settings(most)), []);
    assert.equal(mistakes(settings(most + 1)).length, 1);
  }
  assert.match(mistakes(wordy(word + 1))[0] ?? "", /^[^\ufffd]*👍{30}[^👍]*$/u);
});

test("a name ends where the service would refuse it, between two characters", () => {
  assert.equal(nameOf("x".repeat(41)), "x".repeat(40));
  assert.equal(nameOf("ö".repeat(21)), "ö".repeat(20));
  assert.equal(nameOf("日".repeat(14)), "日".repeat(13));
  assert.equal(nameOf("x👍".repeat(9)), "x👍".repeat(8));
  assert.equal(nameOf("Little Shop "), "Little Shop ");
  assert.equal(nameOf(" \n"), null);
});

test("a zone that the browser does not list can be kept", () => {
  assert.equal(zones("Mars/Olympus")[0], "Mars/Olympus");
  assert.ok(zones("Europe/Berlin").includes("Europe/Berlin"));
});

test("only what was changed is saved: a colleague's change of the rest stays", () => {
  const kept = { triage: "suggest", greeting: null, routing: { automatic: false, grace_minutes: 10 } } as Settings;
  assert.deepEqual(changesOf({ ...kept, greeting: "Hello!" }, kept), { greeting: "Hello!" });
  assert.deepEqual(changesOf(structuredClone(kept), kept), {});
});
