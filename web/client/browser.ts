import type { Edges, Locks, Network, Store, Transport } from "./edges.ts";
import { memoryLocks, memoryStore } from "./memory.ts";

/** The edges as the browser has them. `origin` is the site's; by default the page's own. */
export function browserEdges(origin: string = location.origin): Edges {
  return {
    origin,
    fetch: (url, init) => fetch(url, init),
    connect: (url, protocols) => new WebSocket(url, protocols) as Transport,
    storage: keptStore(),
    clock: {
      now: () => Date.now(),
      after(delay, task) {
        const timer = setTimeout(task, delay);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
    id: freshId,
    locks: tabLocks(),
    network: browserNetwork(),
  };
}

/** 22 characters, 132 bits: `crypto.randomUUID` is missing on plain-http origins, this is not. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[byte & 63]).join("");
}

/** Local storage where it works. Blocked or full storage throws on any touch: then the value lives in memory. */
function keptStore(): Store {
  const spare = memoryStore();
  return {
    get: (key) => spare.get(key) ?? attempt(() => localStorage.getItem(key), null),
    set(key, value) {
      const isKept = attempt(() => (localStorage.setItem(key, value), true), false);
      if (isKept) spare.remove(key);
      else spare.set(key, value);
    },
    remove(key) {
      spare.remove(key);
      attempt(() => localStorage.removeItem(key), undefined);
    },
    keys(prefix) {
      const kept = attempt(() => Object.keys(localStorage), []);
      return [...new Set([...kept.filter((key) => key.startsWith(prefix)), ...spare.keys(prefix)])];
    },
  };
}

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

function tabLocks(): Locks {
  const locks = attempt(() => navigator.locks, undefined) as LockManager | undefined;
  if (!locks) return memoryLocks();
  const alone = memoryLocks();
  return {
    // An opaque origin has the manager but may not use it.
    hold: (name, hold) => void locks.request(name, hold).catch(() => alone.hold(name, hold)),
  };
}

function browserNetwork(): Network {
  return {
    isOnline: () => navigator.onLine,
    subscribe(listener) {
      addEventListener("online", listener);
      addEventListener("offline", listener);
      return () => {
        removeEventListener("online", listener);
        removeEventListener("offline", listener);
      };
    },
  };
}
