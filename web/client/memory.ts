import type { Locks, Store } from "./platform.ts";

/** A store that lasts as long as the page: for tests, and where the browser keeps nothing. */
export function memoryStore(): Store {
  const stored = new Map<string, string>();
  return {
    get: (key) => stored.get(key) ?? null,
    set: (key, value) => void stored.set(key, value),
    remove: (key) => void stored.delete(key),
    keys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** Locks among the clients of one process. Where tabs can't lock, each one believes itself alone. */
export function memoryLocks(): Locks {
  const tails = new Map<string, Promise<void>>();
  return {
    hold(name, hold) {
      const tail = (tails.get(name) ?? Promise.resolve()).then(hold).catch(() => undefined);
      tails.set(name, tail);
    },
  };
}
