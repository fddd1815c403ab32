import { matches, wordsOf } from "../commands.ts";
import { CATALOG, type Emoji, type EmojiGroup, type EmojiNames } from "./catalog.ts";

/** How many emoji stand side by side: they fit on a phone. */
export const COLUMNS = 8;
/** How many are remembered: two rows. */
const RECENT = 2 * COLUMNS;
const KEY = "console/emoji";

/** Emoji under a heading. */
export interface Section {
  title: EmojiGroup | "recent" | "results";
  emoji: readonly Emoji[];
}

const GROUPS = Object.keys(CATALOG) as EmojiGroup[];
const ALL: readonly Emoji[] = GROUPS.flatMap((group): readonly Emoji[] => CATALOG[group]);

/** What is offered: those used last and all groups; while something is searched for, what has its words. */
export function sectionsOf(query: string, names: EmojiNames, recent: readonly Emoji[]): Section[] {
  const wanted = wordsOf(query);
  const sections: Section[] =
    wanted.length === 0
      ? [{ title: "recent", emoji: recent }, ...GROUPS.map((group) => ({ title: group, emoji: CATALOG[group] }))]
      : [{ title: "results", emoji: ALL.filter((emoji) => matches(wanted, names[emoji])) }];
  return sections.filter(({ emoji }) => emoji.length > 0);
}

const ROW_STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Where a place leads by a key: along the rows of all sections. Null: the key means nothing here. */
export function placeAfter(key: string, sections: readonly Section[], at: number): number | null {
  const counts = sections.map(({ emoji }) => emoji.length);
  const last = counts.reduce((sum, count) => sum + count, 0) - 1;
  const within = (place: number) => Math.max(0, Math.min(last, place));
  switch (key) {
    case "ArrowRight":
      return within(at + 1);
    case "ArrowLeft":
      return within(at - 1);
    case "Home":
      return 0;
    case "End":
      return last;
    case "ArrowDown":
    case "ArrowUp": {
      const rows = rowsOf(counts);
      const row = rows.findIndex(({ from, count }) => at >= from && at < from + count);
      const next = rows[row + ROW_STEPS[key]];
      if (row < 0 || next === undefined) return at;
      return next.from + Math.min(at - rows[row]!.from, next.count - 1);
    }
    default:
      return null;
  }
}

function rowsOf(counts: readonly number[]): { from: number; count: number }[] {
  const rows: { from: number; count: number }[] = [];
  let from = 0;
  for (const count of counts) {
    for (let done = 0; done < count; done += COLUMNS)
      rows.push({ from: from + done, count: Math.min(COLUMNS, count - done) });
    from += count;
  }
  return rows;
}

/** What stores strings. */
interface Shelf {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** Those used last, newest first. */
export function recentOf(shelf: Shelf): Emoji[] {
  const known = new Set<string>(ALL);
  return (shelf.get(KEY) ?? "").split(" ").filter((emoji): emoji is Emoji => known.has(emoji));
}

/** Notes that one was used. */
export function use(shelf: Shelf, emoji: Emoji): void {
  const others = recentOf(shelf).filter((other) => other !== emoji);
  shelf.set(KEY, [emoji, ...others].slice(0, RECENT).join(" "));
}
