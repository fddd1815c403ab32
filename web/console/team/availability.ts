import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Me } from "../../client/index.ts";
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

export function createAvailability(rest: Rest, me: ReadonlySignal<Me | null>): Availability {
  const api = createTeamApi(rest);
  const takesCases: Signal<boolean | null> = signal(null);
  const load = async () => {
    const who = me.peek();
    const store = who?.stores[0];
    if (who === null || store === undefined) return;
    const { agents } = await api.list(store);
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
