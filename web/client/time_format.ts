/** Formatters are slow to make, so each is made once. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

/** The time of day as the locale writes it: `1:05 AM`, `01:05`. */
export function formatTime(at: number, locale: string): string {
  return formatter(locale, { timeStyle: "short" }).format(at);
}

/** `21 November 2026 at 09:12` */
export function formatDateTime(at: number, locale: string): string {
  return formatter(locale, { dateStyle: "long", timeStyle: "short" }).format(at);
}

/** `21 Nov 2026` */
export function formatDate(at: number, locale: string): string {
  return formatter(locale, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/**
 * The day above its messages, in the viewer's time zone: `Today`, `Yesterday`, `Friday 21 November`, and with its year
 * where that is another. A message that is later than `now` was written today: the viewer's clock is slow.
 */
export function formatDay(at: number, now: number, locale: string): string {
  const days = Math.min(0, calendarDays(now, at));
  if (days < -1) {
    const isSameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    const year: Intl.DateTimeFormatOptions = isSameYear ? {} : { year: "numeric" };
    return formatter(locale, { weekday: "long", day: "numeric", month: "long", ...year }).format(at);
  }
  const [first = "", ...rest] = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  return first.toLocaleUpperCase(locale) + rest.join("");
}

/** The moment that days are counted from: no event is later than now, whatever the viewer's clock says. */
export function latestNow(now: number, newest: number | undefined): number {
  return Math.max(now, newest ?? now);
}

/** Midnights of the viewer between two moments. A day has 23 hours or 25 where clocks change: rounding makes it one. */
export function calendarDays(from: number, to: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
