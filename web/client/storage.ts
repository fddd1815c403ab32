import type { Store } from "./platform.ts";
import { memoryStore } from "./memory.ts";

/** Local storage where it works. Blocked or full storage throws on any touch: then the value lives in memory. */
export function persistentStore(): Store & { untaken(): [key: string, value: string][] } {
  const spare = memoryStore();
  return {
    get: (key) => spare.get(key) ?? attempt(() => localStorage.getItem(key), null),
    set(key, value) {
      const isKept = attempt(() => {
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
    /** What lives in memory alone. */
    untaken: () => spare.keys("").map((key) => [key, spare.get(key) ?? ""]),
  };
}

/** The result, or `otherwise` where the browser forbids it by throwing. */
export function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
