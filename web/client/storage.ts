import type { Store } from "./platform.ts";
import { memoryStore } from "./memory.ts";

export interface PersistentStore extends Store {
  /** Whether all that is set lives in memory alone. */
  isHeld?: boolean;
  /** What lives in memory alone. */
  untaken(): [key: string, value: string][];
}

/** Local storage where it works. Blocked or full storage throws on any touch: then the value lives in memory. */
export function persistentStore(): PersistentStore {
  const spare = memoryStore();
  const store: PersistentStore = {
    get: (key) => spare.get(key) ?? attempt(() => localStorage.getItem(key), null),
    set(key, value) {
      const isKept = attempt(() => {
        if (store.isHeld) return false;
        localStorage.setItem(key, value);
        return true;
      }, false);
      if (isKept) spare.remove(key);
      else spare.set(key, value);
    },
    remove(key) {
      spare.remove(key);
      attempt(() => localStorage.removeItem(key), undefined);
    },
    keys(prefix) {
      const stored = attempt(() => Object.keys(localStorage), []);
      return [...new Set([...stored.filter((key) => key.startsWith(prefix)), ...spare.keys(prefix)])];
    },
    untaken: () => spare.keys("").map((key) => [key, spare.get(key) ?? ""]),
  };
  return store;
}

/** The result, or `otherwise` where the browser forbids it by throwing. */
export function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
