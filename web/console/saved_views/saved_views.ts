import { type ReadonlySignal, signal } from "@preact/signals";
import type { CaseFilter, NewSavedView, SavedViewEntry } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";
import type { Router } from "../router.ts";
import { groupKey } from "../team/groups.ts";

/** A saved view in its store. */
export interface StoreView {
  store: string;
  view: SavedViewEntry;
}

/** The views that the person finds, their own and those of their stores, as far as they are known. Each call rejects as the API's do. */
export interface SavedViews {
  readonly known: ReadonlySignal<readonly StoreView[]>;
  /** Fetches those of these stores; of one that can't be had, what is known stays. */
  load(stores: readonly string[]): Promise<void>;
  add(store: string, view: NewSavedView): Promise<void>;
  rename(of: StoreView, name: string, id: string): Promise<void>;
  remove(of: StoreView, id: string): Promise<void>;
}

const ofApi = new WeakMap<Rest, SavedViews>();

/** Those of the console that speaks to this API: the menu shows them, the command bar finds them, the dialog writes them. */
export function savedViewsOf(rest: Rest): SavedViews {
  const views = ofApi.get(rest) ?? createSavedViews(rest);
  ofApi.set(rest, views);
  return views;
}

/** Creates them over the API. */
export function createSavedViews(rest: Rest): SavedViews {
  const known = signal<readonly StoreView[]>([]);
  const set = (store: string, views: readonly SavedViewEntry[]) => {
    const others = known.peek().filter((one) => one.store !== store);
    known.value = inOrder([...others, ...views.map((view) => ({ store, view }))]);
  };
  const of = (store: string) => known.peek().flatMap((one) => (one.store === store ? [one.view] : []));
  const without = (store: string, id: string) => of(store).filter((view) => view.id !== id);
  const load = async (store: string) => {
    const { views } = await documentOf(rest.GET("/stores/{store}/saved-views", { params: { path: { store } } }));
    set(store, views);
  };
  const one = ({ store, view }: StoreView) => ({ params: { path: { store, view: view.id } } });
  return {
    known,
    load: async (stores) => void (await Promise.all(stores.map((store) => load(store).catch(() => undefined)))),
    async add(store, body) {
      const path = { params: { path: { store } } };
      const added = await documentOf(rest.POST("/stores/{store}/saved-views", { ...path, body }));
      set(store, [...without(store, added.id), added]);
    },
    async rename(of, name, id) {
      const body = { id, version: of.view.version, name, filter: of.view.filter };
      const renamed = await documentOf(rest.POST("/stores/{store}/saved-views/{view}", { ...one(of), body }));
      set(of.store, [...without(of.store, renamed.id), renamed]);
    },
    async remove(of, id) {
      const body = { id, version: of.view.version };
      await rest.POST("/stores/{store}/saved-views/{view}/delete", { ...one(of), body });
      set(of.store, without(of.store, of.view.id));
    },
  };
}

/** One's own first, each by name. */
function inOrder(views: StoreView[]): StoreView[] {
  const rank = ({ view }: StoreView) => (view.personal ? 0 : 1);
  return views.sort((a, b) => rank(a) - rank(b) || a.view.name.localeCompare(b.view.name));
}

type Shown = Pick<Router, "location" | "group" | "priority" | "tag" | "overdue">;

/** What the list shows now, as a view of a store: a group counts where it is that store's. */
export function filterShown(router: Shown, store: string): CaseFilter {
  const group = groupIn(router.group.value, store);
  const [priority, tag] = [router.priority.value, router.tag.value];
  return {
    list: router.location.value.list,
    ...(group !== null && { group }),
    ...(priority !== null && { priority }),
    ...(tag !== null && { tag }),
    ...(router.overdue.value !== null && { overdue: true }),
  };
}

/** The store that the chosen group belongs to; null where none is chosen. */
export function storeOfGroup(router: Pick<Router, "group">): string | null {
  return router.group.value?.split("/")[0] ?? null;
}

/** Whether the list shows something alone. */
export function isFiltered({ group, priority, tag, overdue }: Shown): boolean {
  return [group, priority, tag, overdue].some(({ value }) => value !== null);
}

/** Whether a view is what the list shows now. */
export function isShown(router: Shown, { store, view }: StoreView): boolean {
  const { page, list } = router.location.value;
  return page === null && list === view.filter.list && isFilteredAs(router, { store, view });
}

/** Whether the lists show alone what a view does, whichever list is shown. */
function isFilteredAs(router: Shown, { store, view }: StoreView): boolean {
  const { group, priority, tag, overdue } = view.filter;
  return (
    router.group.value === (group === undefined ? null : groupKey(store, group)) &&
    router.priority.value === (priority ?? null) &&
    router.tag.value === (tag ?? null) &&
    router.overdue.value === (overdue === true || null)
  );
}

/** Whether the list shows less than all because a saved view is shown. */
export function isViewShown({ router, rest }: { router: Shown; rest: Rest }): boolean {
  return isFiltered(router) && savedViewsOf(rest).known.value.some((one) => isShown(router, one));
}

/** Somebody goes to a whole list: what a view alone has set ends with it; what they have chosen themselves stays. */
export function leaveView({ router, rest }: { router: Shown; rest: Rest }, click: Click): void {
  if (
    !isForThisTab(click) ||
    !savedViewsOf(rest)
      .known.peek()
      .some((one) => isFilteredAs(router, one))
  )
    return;
  for (const filter of [router.group, router.priority, router.tag, router.overdue]) filter.value = null;
}

type Click = Pick<MouseEvent, "button" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Whether a click on a link leads there in this tab: every other one is the browser's. */
export function isForThisTab({ button, ctrlKey, metaKey, shiftKey, altKey }: Click): boolean {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

/** Has the list show a view's cases alone; which list that is, is said by whoever goes there. */
export function applyView(router: Shown & Pick<Router, "query">, { store, view }: StoreView): void {
  const { group, priority, tag, overdue } = view.filter;
  router.query.value = "";
  router.group.value = group === undefined ? null : groupKey(store, group);
  router.priority.value = priority ?? null;
  router.tag.value = tag ?? null;
  router.overdue.value = overdue === true || null;
}

function groupIn(key: string | null, store: string): number | null {
  const [of, group] = key?.split("/") ?? [];
  return of === store ? Number(group) : null;
}
