/** The times that are offered to put a case aside until, in the reader's own time zone. */
export const CHOICES = ["hour", "tomorrow", "monday"] as const;
export type SnoozeChoice = (typeof CHOICES)[number];

const HOUR = 60 * 60_000;
/** When a day's work begins. */
const MORNING = 9;

/** The moment that a choice means. Tomorrow and Monday begin at nine. */
export function momentOf(choice: SnoozeChoice, now: number): number {
  if (choice === "hour") return now + HOUR;
  const day = new Date(now);
  const days = choice === "tomorrow" ? 1 : (8 - day.getDay()) % 7 || 7;
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
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
