import { type ReadonlySignal, signal } from "@preact/signals";
import type { Group } from "../../client/index.ts";
import type { Rest } from "../rest.ts";
import { createTeamApi } from "./team_api.ts";

/** The groups of the person's stores, the closed ones too, as far as they are known. */
export interface Groups {
  readonly known: ReadonlySignal<Readonly<Record<string, readonly Group[]>>>;
  /** Takes in what a store's directory says. */
  learn(store: string, groups: readonly Group[]): void;
  /** Asks a store's directory for a group that is not known: once, whatever the answer. */
  want(store: string, group: number): void;
  /** What a group is called; null where that is not known. */
  nameOf(store: string, group: number): string | null;
}

/** Creates the groups over the directory. */
export function createGroups(rest: Rest): Groups {
  const api = createTeamApi(rest);
  const known = signal<Readonly<Record<string, readonly Group[]>>>({});
  const asked = new Set<string>();
  const learn = (store: string, groups: readonly Group[]) => {
    known.value = { ...known.value, [store]: groups };
  };
  const find = (groups: readonly Group[] | undefined, id: number) => groups?.find((group) => group.id === id);
  return {
    known,
    learn,
    want(store, group) {
      const key = groupKey(store, group);
      if (find(known.peek()[store], group) !== undefined || asked.has(key)) return;
      asked.add(key);
      api.list(store).then(
        ({ groups }) => learn(store, groups),
        () => asked.delete(key),
      );
    },
    nameOf: (store, group) => find(known.value[store], group)?.name ?? null,
  };
}

/** A group among those of all stores: each store numbers its own. */
export function groupKey(store: string, group: number): string {
  return `${store}/${group}`;
}
