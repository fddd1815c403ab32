import { type ReadonlySignal, signal } from "@preact/signals";
import type { MentionView } from "../../client/index.ts";
import { type Rest, documentOf } from "../rest.ts";

/** A note that has called the person. */
export interface Mention extends MentionView {
  store: string;
}

export interface MentionState {
  /** Newest first. */
  items: readonly Mention[];
  /** How many are not read; the service counts up to 100 a store. */
  unread: number;
  hasMore: boolean;
  phase: "cold" | "ready" | "failed";
}

/** The notes that have called the person, over all of their stores. */
export interface Mentions {
  readonly state: ReadonlySignal<MentionState>;
  /** Reads the newest again, as many as it takes to have all that is unread. */
  load(): Promise<void>;
  more(): Promise<void>;
  /** Marks all that is shown as read. */
  markRead(): Promise<void>;
}

const COLD: MentionState = { items: [], unread: 0, hasMore: false, phase: "cold" };

/** Creates the list over the API. */
export function createMentions(rest: Rest, stores: () => readonly string[]): Mentions {
  const state = signal(COLD);
  /** Where the next page of a store starts. */
  let places = new Map<string, string>();
  const read = async (store: string, cursor?: string) => {
    const params = { path: { store }, query: cursor === undefined ? {} : { cursor } };
    const page = await documentOf(rest.GET("/stores/{store}/mentions", { params }));
    return { ...page, store };
  };
  /** The newest of a store. What is marked as read is marked up to a time: nothing unread may be older than what is shown. */
  const readNewest = async (store: string) => {
    const page = await read(store);
    const isAllUnread = () => !page.mentions.some((mention) => mention.read);
    while (page.next !== null && isAllUnread()) {
      const { mentions, next } = await read(store, page.next);
      page.mentions.push(...mentions);
      page.next = next;
    }
    return page;
  };
  const show = (pages: readonly Awaited<ReturnType<typeof read>>[], before: readonly Mention[]) => {
    places = new Map(pages.flatMap(({ store, next }) => (next === null ? [] : [[store, next]])));
    const added = pages.flatMap(({ store, mentions }) => mentions.map((mention) => ({ ...mention, store })));
    const items = [...before, ...added].sort((a, b) => b.at - a.at);
    return { items, hasMore: places.size > 0 };
  };
  return {
    state,
    async load() {
      try {
        const pages = await Promise.all(stores().map(readNewest));
        const unread = pages.reduce((sum, page) => sum + page.unread, 0);
        state.value = { ...show(pages, []), unread, phase: "ready" };
      } catch {
        if (state.value.phase === "cold") state.value = { ...COLD, phase: "failed" };
      }
    },
    async more() {
      const pages = await Promise.all([...places].map(([store, cursor]) => read(store, cursor)));
      state.value = { ...state.value, ...show(pages, state.value.items) };
    },
    async markRead() {
      const { items, unread } = state.value;
      if (unread === 0) return;
      const newest = new Map<string, number>();
      for (const { store, at } of items) newest.set(store, Math.max(at, newest.get(store) ?? 0));
      const mark = ([store, until]: [string, number]) =>
        rest.POST("/stores/{store}/mentions/read", { params: { path: { store } }, body: { until } });
      await Promise.all([...newest].map(mark));
      // What is shown stays as it was: one sees what is new.
      state.value = { ...state.value, unread: 0 };
    },
  };
}
