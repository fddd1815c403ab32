import { type ReadonlySignal, signal } from "@preact/signals";
import type { CannedReplyView } from "../../client/index.ts";
import { matches, wordsOf } from "../commands.ts";
import { documentOf, type Rest } from "../rest.ts";

/** How long a list is taken as it is, in milliseconds: a colleague's new reply may be missing for as long. */
const FRESH = 60_000;

/** The canned replies that the person may use, by store, as far as they are known: the store's and their own. */
export interface CannedReplies {
  readonly known: ReadonlySignal<Readonly<Record<string, readonly CannedReplyView[]>>>;
  /** Fetches a store's. Rejects as the API does. */
  load(store: string): Promise<void>;
  /** Sees to it that a store's are known and not old. Those that are known are there at once; none where they can't be had. */
  want(store: string): Promise<readonly CannedReplyView[]>;
  /** Takes in one that was written. */
  hold(store: string, reply: CannedReplyView): void;
  /** Takes out one that was deleted. */
  drop(store: string, id: string): void;
}

const ofApi = new WeakMap<Rest, CannedReplies>();

/** Those of the console that speaks to this API: the page writes them, and the slash finds what it has written. */
export function cannedRepliesOf(rest: Rest): CannedReplies {
  const replies = ofApi.get(rest) ?? createCannedReplies(rest);
  ofApi.set(rest, replies);
  return replies;
}

/** Creates them over the API. `now` is the time in milliseconds. */
export function createCannedReplies(rest: Rest, now: () => number = Date.now): CannedReplies {
  const known = signal<Readonly<Record<string, readonly CannedReplyView[]>>>({});
  const loadedAt = new Map<string, number>();
  const of = (store: string) => known.peek()[store] ?? [];
  const set = (store: string, replies: readonly CannedReplyView[]) => {
    known.value = { ...known.peek(), [store]: replies };
  };
  const load = async (store: string) => {
    const path = { params: { path: { store } } };
    const { replies } = await documentOf(rest.GET("/stores/{store}/canned-replies", path));
    loadedAt.set(store, now());
    set(store, replies);
  };
  return {
    known,
    load,
    async want(store) {
      const isOld = now() - (loadedAt.get(store) ?? -Infinity) > FRESH;
      const loading = isOld ? load(store).catch(() => undefined) : undefined;
      if (known.peek()[store] === undefined) await loading;
      return of(store);
    },
    hold(store, reply) {
      const others = of(store).filter(({ id }) => id !== reply.id);
      set(
        store,
        [...others, reply].sort((a, b) => a.title.localeCompare(b.title)),
      );
    },
    drop(store, id) {
      set(
        store,
        of(store).filter((reply) => reply.id !== id),
      );
    },
  };
}

/**
 * The canned replies that fit what was typed behind a slash, the best first: an exact shortcut, the start of one, then titles.
 * One's own go before the store's.
 */
export function found(replies: readonly CannedReplyView[], query: string): CannedReplyView[] {
  const typed = query.trim().toLowerCase();
  const wanted = wordsOf(query);
  const rank = ({ shortcut, title, personal }: CannedReplyView): number => {
    const own = personal ? 0 : 1;
    if (typed !== "" && shortcut === typed) return own;
    if (typed !== "" && shortcut?.startsWith(typed) === true) return 2 + own;
    return wanted.length === 0 && typed !== "" ? Infinity : matches(wanted, title) ? 4 + own : Infinity;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((ranked) => ranked.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map(({ reply }) => reply);
}
