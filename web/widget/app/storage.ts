import type { Store } from "../../client/index.ts";
import { attempt, persistentStore } from "../../client/storage.ts";

/** Whether the browser lets a frame of another site keep things; with third-party storage blocked it does not. */
export const canKeep = attempt(() => {
  localStorage.getItem("fl:");
  return true;
}, false);

export interface FrameStore extends Store {
  /** Takes over what the shop's page has kept. */
  restore(kept: unknown): void;
  /** Keeps nothing from here on, or all that was held until now and what comes. */
  hold(isHeld: boolean): void;
}

/** The frame's own storage. What the browser does not take, blocked or full, goes to `keep` after each change. */
export function frameStore(keep: (kept: string) => void): FrameStore {
  const store = persistentStore();
  let isDue = false;
  let kept = "[]";
  const changed = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      if (store.isHeld) return;
      const untaken = JSON.stringify(store.untaken());
      if (untaken === kept) return;
      kept = untaken;
      keep(kept);
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
    restore(content) {
      kept = String(content ?? kept);
      const entries = attempt(() => JSON.parse(kept) as unknown, null);
      for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
        const [key, value] = Array.isArray(entry) ? (entry as unknown[]) : [];
        if (typeof key === "string" && typeof value === "string") store.set(key, value);
      }
      changed();
    },
    hold(isHeld) {
      store.isHeld = isHeld;
      if (!isHeld) for (const [key, value] of store.untaken()) store.set(key, value);
      changed();
    },
  };
}
