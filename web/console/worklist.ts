import type { CaseSummary, Status } from "../client/index.ts";
import { LISTS, type ListName } from "./location.ts";

/** One list as it is on screen. Its order changes only where nobody can be about to click. */
export interface List {
  /** Cases in the order shown. Some may belong elsewhere by now: see `hasLeft`. */
  shown: readonly string[];
  /** Cases that belong here and wait to be let in. */
  arrivals: ReadonlySet<string>;
  /** Whether the service has more than was loaded. */
  hasMore: boolean;
  phase: "cold" | "loading" | "ready" | "failed";
}

/** The lists over one store of summaries. */
export type Worklists = Readonly<Record<ListName, List>> & {
  readonly known: ReadonlyMap<string, CaseSummary>;
};

/** What must not move just now. */
export interface FrozenRows {
  /** The pointer is over the list: nothing at all moves. */
  pointed: boolean;
  /** The open case keeps its row until another is opened. */
  open: string | null;
}

const COLD: List = { shown: [], arrivals: new Set(), hasMore: false, phase: "cold" };

/** Nothing known yet. */
export const nothingKnown: Worklists = { waiting: COLD, open: COLD, snoozed: COLD, closed: COLD, known: new Map() };

const HOME: Record<Status, ListName> = { waiting: "waiting", open: "open", resolved: "closed" };

/** The list where a case belongs. */
export function listOf(summary: CaseSummary): ListName {
  return summary.snoozed === undefined ? HOME[summary.status] : "snoozed";
}

/** Whether a row on screen belongs to another list by now. */
export function hasLeft(lists: Worklists, name: ListName, id: string): boolean {
  const summary = lists.known.get(id);
  return summary === undefined || listOf(summary) !== name;
}

/**
 * The order of each list; ties by id, so that it is total. Those that wait stand where the service says; where it says nothing,
 * who waits longest comes first. What was closed last comes first.
 */
const ORDER: Record<ListName, (a: CaseSummary, b: CaseSummary) => number> = {
  waiting: byPlace,
  open: (a, b) => a.updated_at - b.updated_at || byId(a, b),
  snoozed: (a, b) => back(a) - back(b) || byId(a, b),
  closed: (a, b) => b.updated_at - a.updated_at || byId(b, a),
};

function byPlace(a: CaseSummary, b: CaseSummary): number {
  if (a.place === undefined || b.place === undefined)
    return (a.waiting_since ?? a.updated_at) - (b.waiting_since ?? b.updated_at) || byId(a, b);
  return a.place < b.place ? -1 : a.place > b.place ? 1 : 0;
}

/** When a case comes back; what does so at no time comes last. */
function back({ snoozed }: CaseSummary): number {
  return snoozed?.until ?? Number.MAX_SAFE_INTEGER;
}

function byId(a: CaseSummary, b: CaseSummary): number {
  return a.case < b.case ? -1 : a.case > b.case ? 1 : 0;
}

/** Summaries in the order of a list. */
export function inOrder(name: ListName, summaries: readonly CaseSummary[]): CaseSummary[] {
  return [...summaries].sort(ORDER[name]);
}

/** Takes in what the service told of one case; older news than what is known changes nothing. */
export function notified(lists: Worklists, news: CaseSummary, frozen: FrozenRows): Worklists {
  const before = lists.known.get(news.case);
  if (before !== undefined && before.seq > news.seq) return lists;
  // A push goes to many; only a list says how far its own viewer has read.
  const known = new Map(lists.known).set(news.case, { ...news, read: news.read ?? before?.read ?? null });
  const next = { ...lists, known };
  for (const name of LISTS) next[name] = settle(next, name, news, frozen);
  return next;
}

/** The list that shows a case which it did not show before. */
export function joinedList(before: Worklists, after: Worklists, id: string): ListName | null {
  return LISTS.find((name) => after[name].shown.includes(id) && !before[name].shown.includes(id)) ?? null;
}

/** What one list makes of one case's news. */
function settle(lists: Worklists, name: ListName, news: CaseSummary, frozen: FrozenRows): List {
  const list = lists[name];
  const id = news.case;
  const isShown = list.shown.includes(id);
  if (listOf(news) === name) return isShown ? list : arrive(lists, name, news);
  const arrivals = without(list.arrivals, id);
  const mayGo = isShown && !frozen.pointed && frozen.open !== id;
  const shown = mayGo ? list.shown.filter((other) => other !== id) : list.shown;
  return { ...list, arrivals, shown };
}

/** An arrival that goes behind all others moves nothing and is shown at once. The others wait to be let in. */
function arrive(lists: Worklists, name: ListName, news: CaseSummary): List {
  const list = lists[name];
  // While a page is being read, `loaded` takes in what was told meanwhile.
  if (list.phase !== "ready") return list;
  const last = lists.known.get(list.shown.at(-1) ?? "");
  const isLast = last === undefined || ORDER[name](news, last) > 0;
  if (!isLast) return { ...list, arrivals: new Set(list.arrivals).add(news.case) };
  // Behind the last one there may be others that were not loaded; this one comes with them.
  return list.hasMore ? list : { ...list, shown: [...list.shown, news.case] };
}

/** A further page of a list, in the service's order, and with it what was told while it was read. */
export function loaded(lists: Worklists, name: ListName, page: readonly CaseSummary[], hasMore: boolean): Worklists {
  const known = learn(lists.known, page);
  const { shown } = lists[name];
  const seen = new Set(shown);
  const added = page.map((summary) => summary.case).filter((id) => !seen.has(id) && belongs(known, name, id));
  const list: List = { shown: [...shown, ...added], arrivals: new Set(), hasMore, phase: "ready" };
  const next = { ...lists, known, [name]: list };
  for (const summary of unlisted(next, name)) next[name] = arrive(next, name, summary);
  return next;
}

/** What is known to belong to a list and isn't shown in it. */
function unlisted(lists: Worklists, name: ListName): CaseSummary[] {
  const shown = new Set(lists[name].shown);
  const left = [...lists.known.values()].filter((summary) => listOf(summary) === name && !shown.has(summary.case));
  return inOrder(name, left);
}

/** The start of a list read afresh, after a time in which news may have been missed. Rows on screen stay where they are. */
export function reread(lists: Worklists, name: ListName, page: readonly CaseSummary[], hasMore: boolean): Worklists {
  const list = lists[name];
  if (list.phase !== "ready") return loaded(lists, name, page, hasMore);
  const known = new Map(learn(lists.known, page));
  const here = new Set(page.map((summary) => summary.case));
  const last = page.at(-1);
  for (const id of list.shown) {
    const summary = known.get(id);
    const isWithin = summary !== undefined && (!hasMore || (last !== undefined && ORDER[name](summary, last) <= 0));
    // The service no longer lists it here; where it went is not told, so it is forgotten.
    if (isWithin && !here.has(id) && listOf(summary) === name) known.delete(id);
  }
  const shown = new Set(list.shown);
  const arrivals = new Set(
    page.map((summary) => summary.case).filter((id) => !shown.has(id) && belongs(known, name, id)),
  );
  return admitIfEmpty({ ...lists, known, [name]: { ...list, arrivals, hasMore: hasMore && list.hasMore } }, name);
}

/** An empty list has nothing that could move. */
function admitIfEmpty(lists: Worklists, name: ListName): Worklists {
  return lists[name].shown.length === 0 ? admit(lists, name) : lists;
}

/** Lets the arrivals in and puts everything in order, as the person asked. */
export function admit(lists: Worklists, name: ListName): Worklists {
  const list = lists[name];
  const all = [...new Set([...list.shown, ...list.arrivals])].filter((id) => belongs(lists.known, name, id));
  const order = ORDER[name];
  const shown = all.sort((a, b) => order(lists.known.get(a)!, lists.known.get(b)!));
  return { ...lists, [name]: { ...list, shown, arrivals: new Set<string>() } };
}

/** Takes out the rows that have left, now that nobody points at the list. */
export function pruned(lists: Worklists, name: ListName, open: string | null): Worklists {
  const list = lists[name];
  const shown = list.shown.filter((id) => id === open || belongs(lists.known, name, id));
  return shown.length === list.shown.length ? lists : { ...lists, [name]: { ...list, shown } };
}

/** How many cases of a list are known, whether let in or not. Rows that only stay until nobody points at them don't count. */
export function size(lists: Worklists, name: ListName): number {
  const { shown, arrivals } = lists[name];
  return shown.filter((id) => belongs(lists.known, name, id)).length + arrivals.size;
}

/** The lists that grow or shrink by what the service told of one case. Of a case not known before any list may. */
export function resized(lists: Worklists, news: CaseSummary): readonly ListName[] {
  const before = lists.known.get(news.case);
  const home = listOf(news);
  if (before === undefined) return news.seq === 1 ? [home] : LISTS;
  const isOlder = before.seq > news.seq;
  return isOlder || listOf(before) === home ? [] : [listOf(before), home];
}

/** Sets how loading a list goes. */
export function inPhase(lists: Worklists, name: ListName, phase: List["phase"]): Worklists {
  return { ...lists, [name]: { ...lists[name], phase } };
}

/** The case before or after one in a list, by `step` rows; the first one where there is no such row. */
export function neighbour(list: List, id: string | null, step: number): string | null {
  const at = id === null ? -1 : list.shown.indexOf(id);
  if (at < 0) return list.shown[0] ?? null;
  return list.shown[Math.min(Math.max(at + step, 0), list.shown.length - 1)] ?? null;
}

function belongs(known: ReadonlyMap<string, CaseSummary>, name: ListName, id: string): boolean {
  const summary = known.get(id);
  return summary !== undefined && listOf(summary) === name;
}

function learn(
  known: ReadonlyMap<string, CaseSummary>,
  page: readonly CaseSummary[],
): ReadonlyMap<string, CaseSummary> {
  const next = new Map(known);
  for (const summary of page) {
    const before = next.get(summary.case);
    if (before === undefined || before.seq <= summary.seq) next.set(summary.case, summary);
  }
  return next;
}

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return set.has(id) ? new Set([...set].filter((other) => other !== id)) : set;
}
