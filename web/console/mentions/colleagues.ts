import { type ReadonlySignal, signal } from "@preact/signals";
import { type Rest, documentOf } from "../rest.ts";
import type { CaseStore } from "../case_store.ts";
import { type Colleague, calledIn } from "./called.ts";

/** Who works for each store, as far as that was asked for. */
export interface Colleagues {
  readonly known: ReadonlySignal<Readonly<Record<string, readonly Colleague[]>>>;
  /** Asks a store's directory, once. */
  want(store: string): void;
  of(store: string): readonly Colleague[];
}

/** Creates it over the directory. */
export function createColleagues(rest: Rest, me: () => string | null): Colleagues {
  const known = signal<Readonly<Record<string, readonly Colleague[]>>>({});
  const asked = new Set<string>();
  return {
    known,
    want(store) {
      if (asked.has(store)) return;
      asked.add(store);
      documentOf(rest.GET("/stores/{store}/agents", { params: { path: { store } } })).then(
        ({ agents }) => {
          const others = agents.filter(({ user, active }) => active && user !== me());
          const named = others.flatMap(({ user, name }) => (name === null ? [] : [{ user, name }]));
          known.value = { ...known.value, [store]: named };
        },
        () => asked.delete(store),
      );
    },
    of: (store) => known.peek()[store] ?? [],
  };
}

/** Whom a note of the open case calls; nothing where it calls nobody. */
export function mentionsIn(words: string, caseStore: CaseStore, colleagues: Colleagues): { mentions?: string[] } {
  const store = caseStore.active.value?.state.view?.store;
  const mentions = store === undefined ? [] : calledIn(words, colleagues.of(store));
  return mentions.length === 0 ? {} : { mentions };
}
