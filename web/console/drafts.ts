import type { Store } from "../client/index.ts";

export type Mode = "reply" | "note";

/** Unsent words, each kept for one case and one purpose, so that they can never go to another customer. */
export interface Drafts {
  read(id: string, mode: Mode): string;
  write(id: string, mode: Mode, text: string): void;
  /** Forgets all of them: another person may sign in here. */
  clear(): void;
}

const PREFIX = "draft/";

/** Drafts in a store of strings; empty ones take no room. */
export function createDrafts(store: Store): Drafts {
  const key = (id: string, mode: Mode) => `${PREFIX}${id}/${mode}`;
  return {
    read: (id, mode) => store.get(key(id, mode)) ?? "",
    write(id, mode, text) {
      if (text === "") store.remove(key(id, mode));
      else store.set(key(id, mode), text);
    },
    clear() {
      for (const name of store.keys(PREFIX)) store.remove(name);
    },
  };
}
