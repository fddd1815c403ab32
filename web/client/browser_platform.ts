import type { Platform, Locks, Network, WebSocketLike } from "./platform.ts";
import { memoryLocks } from "./memory.ts";
import { attempt, persistentStore } from "./storage.ts";

/** The platform as the browser has them. `origin` is the site's; by default the page's own. */
export function browserPlatform(origin: string = location.origin): Platform {
  return {
    origin,
    fetch: (url, init) => fetch(url, init),
    connect: (url, protocols) => new WebSocket(url, protocols) as WebSocketLike,
    storage: persistentStore(),
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
  return Array.from(
    bytes,
    (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[byte & 63],
  ).join("");
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
