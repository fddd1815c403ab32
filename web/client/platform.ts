import type { Config } from "./config.ts";

/**
 * What the client touches of the world. Everything is handed in, so that the machines run in a browser, in Node and
 * under a test's own clock alike.
 */
export interface Platform {
  /** Where the site is, without a slash at the end: `/config.json` is read from there. */
  origin: string;
  /** What is read there, where somebody has asked for it already. */
  config?: Promise<Config>;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Opens a WebSocket. It may throw. */
  connect: (url: string, protocols: string[]) => WebSocketLike;
  storage: Store;
  clock: Clock;
  /** A number in [0, 1), for jitter. */
  random: () => number;
  /** A fresh command id: 8 to 36 of `A-Z a-z 0-9 _ -`. */
  id: () => string;
  locks: Locks;
  network: Network;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `delay` milliseconds. Returns what cancels it. */
  after(delay: number, task: () => void): () => void;
}

/** The part of a WebSocket that the client uses. */
export interface WebSocketLike {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
}

/** Strings under names. None of these throws; where nothing can be kept, it lasts as long as the page. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

/** Mutual exclusion among the tabs that share a storage. */
export interface Locks {
  /** Waits for the lock, then holds it until the promise of `hold` settles, or the tab is gone. */
  hold(name: string, hold: () => Promise<void>): void;
}

export interface Network {
  /** What the browser believes; false is a hint, true means nothing. */
  isOnline(): boolean;
  /** Tells of each change. Returns what undoes it. */
  subscribe(listener: () => void): () => void;
}
