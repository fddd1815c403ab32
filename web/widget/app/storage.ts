import type { Store } from "../../client/index.ts";
import { memoryStore } from "../../client/memory.ts";
import { attempt, persistentStore } from "../../client/storage.ts";

/** Whether the browser lets a frame of another site keep things; with third-party storage blocked it does not. */
export const canKeep = attempt(() => {
  localStorage.getItem("fl:");
  return true;
}, false);

/** The frame's own storage; where there is none, a memory whose content goes to `keep` after each change. */
export function frameStore(keep: (kept: string) => void): Store & { restore(kept: unknown): void } {
  const store = canKeep ? persistentStore() : memoryStore();
  let isDue = false;
  const changed = (): void => {
    if (canKeep || isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      keep(JSON.stringify(store.keys("fl:").map((key) => [key, store.get(key)])));
    });
  };
  return {
    ...store,
    set: (key, value) => {
      store.set(key, value);
      changed();
    },
    remove: (key) => {
      store.remove(key);
      changed();
    },
    restore(kept) {
      const entries = attempt(() => JSON.parse(String(kept)) as [string, string][] | null, null);
      if (!canKeep) for (const [key, value] of entries ?? []) store.set(key, value);
    },
  };
}
