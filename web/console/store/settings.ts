import type { Hours, Settings, Shift, TriageMode } from "../../client/index.ts";

/** What triage may do, in plain words. */
export const MODES: readonly { mode: TriageMode; title: string; words: string }[] = [
  {
    mode: "off",
    title: "Off",
    words: "Every question waits for a person. Nothing is drafted, and nothing is learned from replies.",
  },
  {
    mode: "suggest",
    title: "Suggest replies to agents",
    words: "Drafts wait in the case. Nothing goes out before a person approves it.",
  },
  {
    mode: "answer",
    title: "Answer automatically once trusted",
    words:
      "Answers that people have approved often enough go out by themselves, labelled as AI and with their sources. Everything else is drafted, or a person is called.",
  },
];

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** What the service takes at most: words, characters of a word, characters of a greeting. */
export const LIMITS = { words: 200, word: 100, greeting: 500 };

/** Hours of somebody who has none yet: working days from nine to five. */
export function usualHours(zone: string): Hours {
  const day: Shift = { from: 9 * 60, until: 17 * 60 };
  return { zone, week: [day, day, day, day, day, null, null] };
}

/** `09:00`; midnight at a day's end is `24:00`. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** The minutes of a time of day; null where it is none. An end at 00:00 is the day's end. */
export function minuteOf(clock: string, isEnd: boolean): number | null {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(clock);
  if (match === null) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  if (minute > 24 * 60) return null;
  return isEnd && minute === 0 ? 24 * 60 : minute;
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
export function mistakes({ escalate_on, greeting, hours, model_cents_a_day }: Settings): string[] {
  const found: string[] = [];
  if (escalate_on.length > LIMITS.words) found.push(`At most ${LIMITS.words} words can always go to a person.`);
  const long = escalate_on.find((word) => [...word].length > LIMITS.word);
  if (long !== undefined) found.push(`“${[...long].slice(0, 30).join("")}…” is longer than ${LIMITS.word} characters.`);
  if (greeting !== null && [...greeting].length > LIMITS.greeting)
    found.push(`The greeting is longer than ${LIMITS.greeting} characters.`);
  if (!Number.isSafeInteger(model_cents_a_day) || model_cents_a_day < 0)
    found.push("The day’s limit is a whole number of cents.");
  hours?.week.forEach((shift, day) => {
    if (shift !== null && shift.until <= shift.from) found.push(`${DAYS[day]} ends before it begins.`);
  });
  return found;
}

/** Whether two settings say the same. */
export function isSame(one: Settings, other: Settings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The time zones that the browser knows, the given one among them. */
export function zones(set: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(set) ? known : [set, ...known];
}
