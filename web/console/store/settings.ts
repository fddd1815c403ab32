import { countCharacters, firstCharacters } from "../../client/characters.ts";
import type {
  Appearance,
  AutoClose,
  AutomaticReplies,
  Hours,
  ServiceTargets,
  Settings,
  Shift,
  TriageMode,
} from "../../client/index.ts";
import { targetWording } from "../words/deadlines.ts";
import { pageWording } from "../words/pages.ts";

/** What triage may do, the most careful first. */
export const MODES: readonly TriageMode[] = ["off", "suggest", "answer"];

/** Minutes of a day. */
export const DAY = 24 * 60;

/**
 * What the service takes at most: words, characters of a word, characters of a greeting, shifts of a day, holidays,
 * questions to begin with and characters of one, automatic replies a day, hours of silence, characters of a reminder,
 * bytes of a name, days for which closed conversations are kept, minutes of a target, percent of its time before a warning,
 * megabytes of a file.
 */
export const LIMITS = {
  words: 200,
  word: 100,
  greeting: 500,
  shifts: 6,
  holidays: 200,
  starters: 5,
  starter: 80,
  automaticADay: 4_294_967_295,
  silentHours: 90 * 24,
  reminder: 1_000,
  nameBytes: 40,
  retentionDays: 3_650,
  targetMinutes: 90 * 24 * 60,
  warning: 99,
  fileMegabytes: 25,
};

/** Bytes of a megabyte, as the service counts its limits. */
const MEGABYTE = 1_048_576;

/** Bytes of the largest file where nothing is settled. */
export const USUAL_FILE = 10 * MEGABYTE;

/** Whole megabytes of a limit, as it is read. One that programs have set may be of less. */
export const megabytesOf = (bytes: number): number => Math.ceil(bytes / MEGABYTE);

/** The limit that was typed; NaN where that is none: 0 would take files away altogether. */
export const bytesOf = (megabytes: number): number =>
  Number.isInteger(megabytes) && megabytes > 0 ? megabytes * MEGABYTE : Number.NaN;

/** How a chat looks of which nothing is settled. */
export const PLAIN: Appearance = { name: null, logo: null, accent: null, starters: [], privacy: null };

/** What keeps automatic replies back where nothing is settled. */
export const UNLIMITED: AutomaticReplies = { paused: false, a_day: null };

/** What becomes of silent conversations where nothing is settled. */
export const NEVER_CLOSED: AutoClose = { remind_after_hours: 0, close_after_hours: 48, reminder: null };

/** Targets where nothing is settled. */
export const NO_TARGETS: ServiceTargets = {
  urgent: { first_reply: null, resolution: null },
  high: { first_reply: null, resolution: null },
  normal: { first_reply: null, resolution: null },
  low: { first_reply: null, resolution: null },
  clock: "business_hours",
  warn_at_percent: 75,
};

/** A chat's name of what was typed, as long as it may be; null where that says nothing. Names are counted in bytes of UTF-8. */
export function nameOf(typed: string): string | null {
  const { read } = new TextEncoder().encodeInto(typed, new Uint8Array(LIMITS.nameBytes));
  return typed.trim() === "" ? null : typed.slice(0, read);
}

/** Hours of somebody who has none yet: working days from nine to five. */
export function usualHours(zone: string): Hours {
  const day = (): Shift[] => [{ from: 9 * 60, until: 17 * 60 }];
  return { zone, week: [day(), day(), day(), day(), day(), [], []], holidays: [] };
}

/** Hours between two times of day; an end that is not after the beginning is on the next day. */
export function shiftOf(from: number, until: number): Shift {
  return { from, until: until > from ? until : until + DAY };
}

/** Hours that can be added to a day's: an hour after the last ones; null where the day has no room for them. */
export function furtherShift(shifts: readonly Shift[]): Shift | null {
  const last = shifts.at(-1);
  if (last === undefined) return { from: 9 * 60, until: 17 * 60 };
  const from = last.until + 60;
  return from >= DAY || shifts.length >= LIMITS.shifts ? null : { from, until: Math.min(from + 180, DAY) };
}

/** A day's hours in the order in which they begin. */
export function inOrder(shifts: readonly Shift[]): Shift[] {
  return [...shifts].sort((one, other) => one.from - other.from);
}

/** The time of day of a minute, `09:00`; minutes past midnight are those of the next day. */
export function clockOf(minute: number): string {
  const rest = minute % DAY;
  return `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
}

/** The minutes of a time of day; null where it is none. */
export function minuteOf(clock: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** The words of a field with one on each line, without the empty and the repeated ones. */
export function wordsIn(text: string): string[] {
  const seen = new Set<string>();
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((word) => {
      const isNew = word !== "" && !seen.has(word.toLowerCase());
      seen.add(word.toLowerCase());
      return isNew;
    });
}

/** What is wrong with settings, each as a sentence; none where they can be saved. */
export function mistakes(settings: Settings): string[] {
  const { escalate_on, greeting, hours, model_cents_a_day, appearance = PLAIN } = settings;
  const { a_day } = settings.automatic_replies ?? UNLIMITED;
  const { mistakes: words, days } = pageWording();
  const found: string[] = [];
  if (escalate_on.length > LIMITS.words) found.push(words.manyWords(LIMITS.words));
  const long = escalate_on.find((word) => countCharacters(word) > LIMITS.word);
  if (long !== undefined) found.push(words.longWord(firstCharacters(long, 30), LIMITS.word));
  if (greeting !== null && countCharacters(greeting) > LIMITS.greeting) found.push(words.longGreeting(LIMITS.greeting));
  const { starters, privacy } = appearance;
  const isLong = starters.length > LIMITS.starters || starters.some((one) => countCharacters(one) > LIMITS.starter);
  if (isLong) found.push(words.starters(LIMITS.starters, LIMITS.starter));
  if (privacy !== null && !/^https:\/\/[^\s/?#@]+([/?#]\S*)?$/.test(privacy)) found.push(words.privacy);
  if (!Number.isSafeInteger(model_cents_a_day) || model_cents_a_day < 0) found.push(words.budget);
  const isLimit = a_day === null || (Number.isInteger(a_day) && a_day >= 0 && a_day <= LIMITS.automaticADay);
  if (!isLimit) found.push(words.automatic);
  found.push(...silentMistakes(settings.auto_close ?? NEVER_CLOSED));
  found.push(...targetMistakes(settings.targets ?? NO_TARGETS));
  const kept = settings.retention_days ?? 0;
  const isTime = Number.isInteger(kept) && kept >= 0 && kept <= LIMITS.retentionDays;
  if (!isTime) found.push(words.retention(LIMITS.retentionDays));
  const largest = settings.max_file_bytes ?? USUAL_FILE;
  const isSize = Number.isInteger(largest) && largest <= bytesOf(LIMITS.fileMegabytes);
  if (!isSize) found.push(words.fileSize(LIMITS.fileMegabytes));
  hours?.week.forEach((shifts, day) => {
    if (isOverlapping(shifts)) found.push(words.overlap(days[day] ?? ""));
  });
  const dates = hours?.holidays.map(({ date }) => date) ?? [];
  if (dates.includes("")) found.push(words.noDate);
  if (new Set(dates).size < dates.length && !dates.includes("")) found.push(words.sameDate);
  const overlapping = hours?.holidays.find(({ shifts }) => isOverlapping(shifts));
  if (overlapping !== undefined) found.push(words.overlap(overlapping.date));
  return found;
}

function silentMistakes({ remind_after_hours, close_after_hours, reminder }: AutoClose): string[] {
  const { mistakes: words } = pageWording();
  if (remind_after_hours === 0) return [];
  const found: string[] = [];
  const isWait = (hours: number) => Number.isInteger(hours) && hours >= 1 && hours <= LIMITS.silentHours;
  if (!isWait(remind_after_hours) || !isWait(close_after_hours)) found.push(words.silentHours(LIMITS.silentHours));
  if (reminder === null) found.push(words.noReminder);
  else if (countCharacters(reminder) > LIMITS.reminder) found.push(words.longReminder(LIMITS.reminder));
  return found;
}

function targetMistakes({ urgent, high, normal, low, warn_at_percent }: ServiceTargets): string[] {
  const words = targetWording();
  const minutes = [urgent, high, normal, low].flatMap(({ first_reply, resolution }) => [first_reply, resolution]);
  const isTime = (set: number | null) =>
    set === null || (Number.isInteger(set) && set >= 1 && set <= LIMITS.targetMinutes);
  const isShare = Number.isInteger(warn_at_percent) && warn_at_percent >= 0 && warn_at_percent <= LIMITS.warning;
  return [
    ...(minutes.every(isTime) ? [] : [words.targetMinutes(LIMITS.targetMinutes)]),
    ...(isShare ? [] : [words.warningShare(LIMITS.warning)]),
  ];
}

function isOverlapping(shifts: readonly Shift[]): boolean {
  return shifts.some(({ from }, at) => at > 0 && from < shifts[at - 1]!.until);
}

/** What differs from what was kept: whoever saves the rest too takes back what a colleague has changed meanwhile. */
export function changesOf(settings: Settings, kept: Settings): Partial<Settings> {
  const differs = (name: keyof Settings) => JSON.stringify(settings[name]) !== JSON.stringify(kept[name]);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => differs(name as keyof Settings)));
}

/** Whether two settings say the same. The service leaves out limits of automatic replies, and what becomes of silent and of old conversations, targets and the largest file, where none are set. */
export function isSame(one: Settings, other: Settings): boolean {
  // What is left out comes first, so that both have the same order.
  const whole = (settings: Settings): string =>
    JSON.stringify({
      automatic_replies: UNLIMITED,
      auto_close: NEVER_CLOSED,
      retention_days: 0,
      max_file_bytes: USUAL_FILE,
      pre_chat: { fields: [], consent: null },
      targets: NO_TARGETS,
      proactive_greetings: [],
      ...settings,
    });
  return whole(one) === whole(other);
}

/** The time zones that the browser knows, the given one among them. */
export function zones(set: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(set) ? known : [set, ...known];
}
