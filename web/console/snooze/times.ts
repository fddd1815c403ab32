import { formatDate, formatTime } from "../time_format.ts";
import { locale } from "../words/index.ts";

/** The times that are offered to put a case aside until, in the reader's own time zone. */
export const CHOICES = ["hour", "tomorrow", "monday"] as const;
export type SnoozeChoice = (typeof CHOICES)[number];

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** When a day's work begins. */
const MORNING = 9;

/** The moment that a choice means. Tomorrow and Monday begin at nine. */
export function momentOf(choice: SnoozeChoice, now: number): number {
  if (choice === "hour") return now + HOUR;
  const day = new Date(now);
  const days = choice === "tomorrow" ? 1 : (8 - day.getDay()) % 7 || 7;
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
}

/** A moment as people say it who know which day it is: `14:00`, `Mon 09:00`, `21 Dec 2026`. */
export function formatMoment(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatTime(at);
  if (at < now || at - now >= 6 * DAY) return formatDate(at);
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: "short" }).format(at);
  return `${weekday} ${formatTime(at)}`;
}

/** A moment as a field for date and time has it, in the reader's own time zone. */
export function toField(at: number): string {
  const own = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return own.toISOString().slice(0, 16);
}

/** The moment in such a field; null where there is none. */
export function fromField(value: string): number | null {
  const at = new Date(value).getTime();
  return value === "" || Number.isNaN(at) ? null : at;
}
