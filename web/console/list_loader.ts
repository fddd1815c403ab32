import type { Signal } from "@preact/signals";
import type { Api, CaseSummary } from "../client/index.ts";
import type { ListName } from "./location.ts";
import { monthBefore, monthOf } from "./time_format.ts";
import { type Worklists, inOrder, inPhase, loaded, reread } from "./worklist.ts";

/** How the lists are filled from the service. */
export interface ListLoader {
  /** Loads the start of a list, unless that has been done. */
  load(name: ListName): void;
  /** Loads what comes after what is there. */
  loadMore(name: ListName): void;
  /** Reads the start of each loaded list afresh: news may have been missed. */
  refresh(): void;
}

/** Where reading one store's list has got to. Closed cases are kept by month. */
interface Cursor {
  store: string;
  month: string;
  cursor: string | null;
  isDone: boolean;
}

/** After this many months without a closed case there are taken to be none before. */
const EMPTY_MONTHS = 6;

/** Creates the loader for the stores of an agent. */
export function createListLoader(
  api: Pick<Api, "worklist">,
  stores: () => readonly string[],
  now: () => number,
  lists: Signal<Worklists>,
): ListLoader {
  const cursors: Partial<Record<ListName, Cursor[]>> = {};
  const busy = new Set<ListName>();
  const start = (): Cursor[] =>
    stores().map((store) => ({ store, month: monthOf(now()), cursor: null, isDone: false }));

  const page = async (name: ListName, at: Cursor): Promise<readonly CaseSummary[]> => {
    for (let empty = 0; !at.isDone; empty += 1) {
      const where = name === "closed" ? { month: at.month } : {};
      const found = await api.worklist(at.store, name, at.cursor === null ? where : { ...where, cursor: at.cursor });
      advance(name, at, found.next, empty);
      if (found.cases.length > 0) return found.cases;
    }
    return [];
  };
  const pages = async (name: ListName, from: Cursor[]) => {
    const found = await Promise.all(from.filter((at) => !at.isDone).map((at) => page(name, at)));
    const hasMore = from.some((at) => !at.isDone);
    // One store's order is the service's; of several, one is made.
    return { cases: found.length === 1 ? found[0]! : inOrder(name, found.flat()), hasMore };
  };
  const load = async (name: ListName) => {
    if (busy.has(name)) return;
    busy.add(name);
    lists.value = inPhase(lists.value, name, "loading");
    try {
      const { cases, hasMore } = await pages(name, (cursors[name] ??= start()));
      lists.value = loaded(lists.value, name, cases, hasMore);
    } catch {
      lists.value = inPhase(lists.value, name, "failed");
    } finally {
      busy.delete(name);
    }
  };
  const again = async (name: ListName) => {
    const found = await pages(name, start()).catch(() => null);
    if (found !== null) lists.value = reread(lists.value, name, found.cases, found.hasMore);
  };

  return {
    load(name) {
      const { phase } = lists.value[name];
      if (phase === "cold" || phase === "failed") void load(name);
    },
    loadMore(name) {
      if (lists.value[name].hasMore) void load(name);
    },
    refresh() {
      for (const name of Object.keys(cursors) as ListName[]) void again(name);
    },
  };
}

function advance(name: ListName, at: Cursor, next: string | null, empty: number): void {
  at.cursor = next;
  if (next !== null) return;
  at.isDone = name !== "closed" || empty >= EMPTY_MONTHS;
  at.month = monthBefore(at.month);
}
