import type { StoreView } from "../../client/index.ts";
import type { Language } from "./words/index.ts";

const DAY = 86_400_000;

/** When a person will answer, as far as the store says so; where it promises nothing, nothing is promised. */
export function comes(store: StoreView | null, { words, tag }: Language, now: number): string {
  const back = store?.open === false ? store.opens_at : null;
  if (back === null || back <= now) return words.personHere;
  const said = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options).format(back);
  const isToday = new Date(back).toDateString() === new Date(now).toDateString();
  const date: Intl.DateTimeFormatOptions = back - now < 6 * DAY ? {} : { day: "numeric", month: "long" };
  return words.back(said({ timeStyle: "short" }), isToday ? "" : said({ weekday: "long", ...date }));
}
