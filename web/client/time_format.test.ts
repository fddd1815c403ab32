import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarDays, formatDay, formatTime, latestNow } from "./time_format.ts";

/** Runs a check in the viewer's time zone. */
function inZone(zone: string, check: () => void): void {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    check();
  } finally {
    process.env.TZ = before;
  }
}

const at = (iso: string) => Date.parse(iso);
/** Node and browsers put a narrow no-break space before AM. */
const spaced = (text: string) => text.replace(/\s/gu, " ");

test("a time is written as the locale writes it", () => {
  const early = new Date(2026, 10, 29, 1, 5).getTime();
  assert.equal(spaced(formatTime(early, "en-US")), "1:05 AM");
  assert.equal(formatTime(early, "en-GB"), "01:05");
  assert.equal(formatTime(early, "de"), "01:05");
});

test("the evening before the clocks change is yesterday, on the day of 25 hours and on the day of 23", () => {
  inZone("America/New_York", () => {
    // 1 November 2026 has 25 hours: 24 hours before 23:30 is still the same date.
    assert.equal(formatDay(at("2026-11-01T00:10:00-04:00"), at("2026-11-01T23:30:00-05:00"), "en"), "Today");
    assert.equal(formatDay(at("2026-10-31T23:50:00-04:00"), at("2026-11-01T23:30:00-05:00"), "en"), "Yesterday");
    // 8 March 2026 has 23 hours: 24 hours before 00:10 of the 9th is the 7th.
    assert.equal(formatDay(at("2026-03-08T00:10:00-05:00"), at("2026-03-09T00:05:00-04:00"), "en"), "Yesterday");
  });
});

test("a zone that changes its clocks at midnight has its days too", () => {
  inZone("America/Santiago", () => {
    assert.equal(calendarDays(at("2026-09-05T23:30:00-04:00"), at("2026-09-06T01:30:00-03:00")), 1);
  });
});

test("the date is the viewer's, not that of Greenwich", () => {
  const [message, now] = [at("2026-11-28T16:00:00Z"), at("2026-11-29T01:00:00Z")];
  inZone("Asia/Tokyo", () => assert.equal(formatDay(message, now, "en"), "Today"));
  inZone("UTC", () => assert.equal(formatDay(message, now, "en"), "Yesterday"));
});

test("a viewer's clock that is slow, by minutes or by days, shows no day to come", () => {
  const now = at("2026-11-28T23:58:00Z");
  inZone("UTC", () => {
    assert.equal(formatDay(at("2026-11-29T00:03:00Z"), now, "en"), "Today");
    assert.equal(formatDay(at("2026-12-03T00:03:00Z"), now, "en"), "Today");
  });
});

test("days are counted from the newest message where that is later than the viewer's clock", () => {
  const [yesterday, newest, clock] = [
    at("2026-11-30T12:00:00Z"),
    at("2026-12-01T12:00:00Z"),
    at("2026-11-28T12:00:00Z"),
  ];
  inZone("UTC", () => {
    assert.equal(formatDay(yesterday, latestNow(clock, newest), "en"), "Yesterday");
    assert.equal(latestNow(clock, undefined), clock);
  });
});

test("an older day has its date, and of another year its year, in the viewer's language", () => {
  inZone("UTC", () => {
    const now = at("2026-11-29T12:00:00Z");
    assert.equal(formatDay(at("2026-11-20T12:00:00Z"), now, "en-GB"), "Friday 20 November");
    assert.match(formatDay(at("2025-11-20T12:00:00Z"), now, "en-GB"), /^Thursday,? 20 November 2025$/);
    assert.equal(formatDay(at("2026-11-28T12:00:00Z"), now, "de"), "Gestern");
    assert.equal(formatDay(at("2026-11-29T01:00:00Z"), now, "tr"), "Bugün");
  });
});
