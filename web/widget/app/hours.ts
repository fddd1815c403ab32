import type { StoreView } from "../../client/index.ts";
import type { Language } from "./words/index.ts";

const DAY = 86_400_000;

/** When a person will answer, as far as the store says so; where it promises nothing, nothing is promised. */
export function comes(store: StoreView | null, { words, tag }: Language, now: number): string {
  const back = store?.open === false ? store.opens_at : null;
  return back !== null && back > now ? words.back(momentOf(back, now, tag)) : words.personHere;
}

/** A moment soon to come, in the reader's own words and time zone: the time alone, the weekday with it, or the date. */
function momentOf(at: number, now: number, tag: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const isThisWeek = at - now < 6 * DAY;
  const day: Intl.DateTimeFormatOptions = isToday
    ? {}
    : isThisWeek
      ? { weekday: "long" }
      : { weekday: "long", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(tag, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}
