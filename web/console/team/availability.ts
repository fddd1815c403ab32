import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Group, Me } from "../../client/index.ts";
import type { Rest } from "../rest.ts";
import { createTeamApi } from "./team_api.ts";

/** Whether the person takes new cases. */
export interface Availability {
  /** Null: not known yet. */
  readonly takesCases: ReadonlySignal<boolean | null>;
  /** Asks the service, in the first of the person's stores: they are there or away in all of them alike. */
  load(): Promise<void>;
  /** Says it in all of the person's stores. What the service does not take stays as it was. */
  set(takesCases: boolean): Promise<void>;
}

/** `learn` gets the groups of the store that was asked: they come with the same answer. */
export function createAvailability(
  rest: Rest,
  me: ReadonlySignal<Me | null>,
  learn: (store: string, groups: readonly Group[]) => void,
): Availability {
  const api = createTeamApi(rest);
  const takesCases: Signal<boolean | null> = signal(null);
  const load = async () => {
    const who = me.peek();
    const store = who?.stores[0];
    if (who === null || store === undefined) return;
    const { agents, groups } = await api.list(store);
    learn(store, groups);
    takesCases.value = agents.find(({ user }) => user === who.user)?.available ?? null;
  };
  return {
    takesCases,
    load,
    async set(wanted) {
      const who = me.peek();
      if (who === null) return;
      const before = takesCases.peek();
      takesCases.value = wanted;
      const said = who.stores.map((store) => api.setAvailable(store, who.user, wanted));
      await Promise.all(said).catch(() => (takesCases.value = before));
    },
  };
}
