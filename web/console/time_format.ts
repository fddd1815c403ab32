import * as time from "../client/time_format.ts";
import { locale, wording } from "./words/index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From when on a wait is coloured, in milliseconds: soon to be answered, and late. A store's own promises will take their place. */
export const PROMISE = { soon: 5 * MINUTE, late: 15 * MINUTE };

export type Urgency = "calm" | "soon" | "late";

/** How pressing a wait is. */
export function urgencyOf(waited: number): Urgency {
  return waited >= PROMISE.late ? "late" : waited >= PROMISE.soon ? "soon" : "calm";
}

/** A span in one short word, floored: `now`, `4 min`, `2 h`, `3 d`. */
export function formatDuration(duration: number): string {
  const words = wording();
  if (duration < MINUTE) return words.now;
  if (duration < HOUR) return words.minutes(Math.floor(duration / MINUTE));
  if (duration < 2 * DAY) return words.hours(Math.floor(duration / HOUR));
  return words.days(Math.floor(duration / DAY));
}

/** How long ago something was: `just now`, `4 min ago`. */
export function formatAgo(duration: number): string {
  return duration < MINUTE ? wording().justNow : wording().ago(formatDuration(duration));
}

/** `09:12`, `9:12 AM` */
export const formatTime = (at: number): string => time.formatTime(at, locale());
/** `21 November 2026 at 09:12` */
export const formatDateTime = (at: number): string => time.formatDateTime(at, locale());
/** `21 Nov 2026` */
export const formatDate = (at: number): string => time.formatDate(at, locale());
/** The date that events are grouped by. */
export const formatDay = (at: number): string => new Date(at).toDateString();
/** The day as people say it: `Today`, `Yesterday`, or its date. */
export const dayLabel = (at: number, now: number): string => time.formatDay(at, now, locale());

/** A moment as people say it who know which day it is: `14:00`, `Mon 09:00`, `21 Dec 2026`. */
export function formatMoment(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatTime(at);
  if (at < now || at - now >= 6 * DAY) return formatDate(at);
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: "short" }).format(at);
  return `${weekday} ${formatTime(at)}`;
}

/** The month before one, both as `2026-11`. */
export function monthBefore(month: string): string {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

/** The month of a moment as the service counts it, in UTC. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}
