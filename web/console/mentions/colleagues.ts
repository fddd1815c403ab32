import { type ReadonlySignal, signal } from "@preact/signals";
import { type Rest, documentOf } from "../rest.ts";
import type { CaseStore } from "../case_store.ts";
import { type Colleague, calledIn } from "./called.ts";

/** A directory is asked for anew when it is so old, and sooner where a name is missing from it; in milliseconds. */
const OLD = 120_000;
const MISSING = 10_000;

/** Who works for each store, as far as that was asked for. */
export interface Colleagues {
  readonly known: ReadonlySignal<Readonly<Record<string, readonly Colleague[]>>>;
  /** Asks a store's directory, unless it has just been asked. `isMissing`: somebody was looked for who is not in it. */
  want(store: string, isMissing?: boolean): void;
  of(store: string): readonly Colleague[];
}

/** Creates it over the directory. */
export function createColleagues(rest: Rest, me: () => string | null, now = Date.now): Colleagues {
  const known = signal<Readonly<Record<string, readonly Colleague[]>>>({});
  const asked = new Map<string, number>();
  return {
    known,
    want(store, isMissing = false) {
      if (now() - (asked.get(store) ?? -OLD) < (isMissing || !known.peek()[store] ? MISSING : OLD)) return;
      asked.set(store, now());
      documentOf(rest.GET("/stores/{store}/agents", { params: { path: { store } } })).then(
        ({ agents }) => {
          const others = agents.filter(({ user, active }) => active && user !== me());
          const named = others.flatMap(({ user, name }) => (name === null ? [] : [{ user, name }]));
          known.value = { ...known.value, [store]: named };
        },
        // What is known already goes on to be offered; each key that is typed behind an @ asks again.
        () => {},
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
