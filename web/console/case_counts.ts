import { type ReadonlySignal, signal } from "@preact/signals";
import type { CaseCounts, Clock } from "../client/index.ts";
import { MOST_COUNTED } from "../client/generated/wire.ts";
import { LISTS, type ListName } from "./location.ts";
import { documentOf, type Rest } from "./rest.ts";
import { locale } from "./words/index.ts";

/** How many cases each list has, as the service counts them, up to `MOST_COUNTED`; null: it has not said. */
export type Counts = Readonly<Record<ListName, number | null>>;

/** Keeps the counts true. */
export interface CountKeeper {
  readonly counts: ReadonlySignal<Counts>;
  /** Counts these lists again, soon: changes that come together are counted once. */
  recount(names: readonly ListName[]): void;
  /** Ends the timer. */
  close(): void;
}

/** For so long changes are gathered, in milliseconds. The index that is counted is a moment behind the news as well. */
const GATHERING = 1_000;
/** To count more than so many costs enough to be done less often: every agent of a store hears of the same change. */
const CHEAP = 100;
/** After so long a long list is counted again, in milliseconds. */
const GATHERING_LONG = 20_000;
/** After so long a failed count is tried again, in milliseconds. */
const RETRY = 10_000;

/** Creates the keeper for the stores of an agent. */
export function createCountKeeper(
  rest: Rest,
  clock: Pick<Clock, "after">,
  stores: () => readonly string[],
): CountKeeper {
  const counts = signal<Counts>({ waiting: null, open: null, snoozed: null, closed: null });
  const due = new Set<ListName>();
  const dueLater = new Set<ListName>();
  let cancel: (() => void) | null = null;
  let cancelLater: (() => void) | null = null;
  let isCounting = false;

  const schedule = (delay: number) => {
    if (due.size > 0 && cancel === null && !isCounting) cancel = clock.after(delay, () => void count());
  };
  const count = async () => {
    cancel = null;
    isCounting = true;
    const names = LISTS.filter((name) => due.has(name));
    due.clear();
    const ask = (store: string): Promise<CaseCounts> =>
      documentOf(rest.GET("/stores/{store}/counts", { params: { path: { store }, query: { lists: names } } }));
    const found = await Promise.all(stores().map(ask)).catch(() => null);
    isCounting = false;
    if (found === null) for (const name of names) due.add(name);
    else counts.value = { ...counts.value, ...Object.fromEntries(names.map((name) => [name, total(found, name)])) };
    schedule(found === null ? RETRY : GATHERING);
  };

  const takeLater = () => {
    cancelLater = null;
    for (const name of dueLater) due.add(name);
    dueLater.clear();
    schedule(0);
  };

  return {
    counts,
    recount(names) {
      for (const name of names) ((counts.value[name] ?? 0) > CHEAP ? dueLater : due).add(name);
      if (dueLater.size > 0) cancelLater ??= clock.after(GATHERING_LONG, takeLater);
      schedule(GATHERING);
    },
    close() {
      cancel?.();
      cancelLater?.();
      cancel = cancelLater = () => {};
    },
  };
}

/** The sum over stores; null where one of them tells none. */
function total(found: readonly CaseCounts[], name: ListName): number | null {
  const each = found.map((counts) => counts[name]);
  if (each.some((count) => count == null)) return null;
  return Math.min(
    MOST_COUNTED,
    each.reduce<number>((sum, count) => sum + (count ?? 0), 0),
  );
}

/** `42`, or `999+` where the service stops counting. */
export function formatCount(count: number): string {
  const figures = new Intl.NumberFormat(locale());
  return count >= MOST_COUNTED ? `${figures.format(MOST_COUNTED - 1)}+` : figures.format(count);
}
