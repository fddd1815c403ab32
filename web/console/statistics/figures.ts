import type { FiguresView, StatisticsView, TargetFigures } from "../../client/index.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** How many days up to today are looked at. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

/** The first and the last day of a period that ends today, as the service counts days: UTC. */
export function daysUntil(now: number, period: Period): { from: string; until: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(now - (period - 1) * DAY), until: day(now) };
}

/** The mean of the customers' points; null without any. */
export function meanRating({ ratings }: FiguresView): number | null {
  const count = ratings.reduce((sum, some) => sum + some, 0);
  return count === 0 ? null : ratings.reduce((sum, some, index) => sum + some * (index + 1), 0) / count;
}

/** A share in whole percent; null of nothing. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((100 * part) / whole);
}

/** The share of the conversations with a target that reached it in time, in whole percent; null where none had one. */
export function shareMet({ met, missed }: TargetFigures): number | null {
  return percent(met, met + missed);
}

/** Whether any conversation had a target of which it is known whether it was reached. */
export function hasTargets({ first_reply_target: reply, resolution_target: end }: FiguresView): boolean {
  return shareMet(reply) !== null || shareMet(end) !== null;
}

/** The counts of 24 hours of UTC as those of the viewer's, by the minutes that their clock is ahead; what half an hour splits counts for its beginning. */
export function localHours(byHour: readonly number[], offset: number): number[] {
  const shifted = new Array<number>(24).fill(0);
  byHour.forEach((count, hour) => {
    const local = (Math.floor(hour + offset / 60) + 24) % 24;
    shifted[local] = (shifted[local] ?? 0) + count;
  });
  return shifted;
}

/** The minutes that this machine's clock is ahead of UTC. */
export function clockOffset(now: number): number {
  return -new Date(now).getTimezoneOffset();
}

/** A duration in seconds as few words say it, in a language: `45 sec`, `3 min`, `2.5 hr`, `4 days`. */
export function spokenDuration(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 60
      ? [seconds, "second"]
      : seconds < 60 * 60
        ? [Math.round(seconds / 60), "minute"]
        : seconds < 48 * 60 * 60
          ? [Math.round((seconds * 10) / 3_600) / 10, "hour"]
          : [Math.round((seconds * 10) / 86_400) / 10, "day"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** The moment at which a day of the service begins. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** A table in CSV, as spreadsheets read it: a cell that would be a formula is text. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => {
    const text = typeof value === "string" && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Whether nothing was counted at all. */
export function isEmpty({ total }: StatisticsView): boolean {
  return total.opened === 0;
}
