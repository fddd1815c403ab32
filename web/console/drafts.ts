import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Store } from "../client/index.ts";

/** What unsent words are for: a reply, a note, or another wording of the suggestion with this seq; `macro` holds what is done beside the reply. */
export type Purpose = "reply" | "note" | "macro" | `edit-${number}`;

/** Unsent words, each kept for one case and one purpose, so that they can never go to another customer. */
export interface Drafts {
  of(id: string, purpose: Purpose): ReadonlySignal<string>;
  write(id: string, purpose: Purpose, text: string): void;
  /** Gives words back that were not sent after all; words written since come after them. */
  restore(id: string, purpose: Purpose, text: string): void;
  /** How many there are of this person, over all cases. */
  count(): number;
  /** Forgets all of this person's: somebody else may use this computer. */
  clear(): void;
}

/** A person's drafts in a store of strings; empty ones take no room. */
export function createDrafts(store: Store, person: string): Drafts {
  const prefix = `draft/${person}/`;
  const open = new Map<string, Signal<string>>();
  const entry = (id: string, purpose: Purpose) => {
    const key = `${prefix}${id}/${purpose}`;
    const text = open.get(key) ?? signal(store.get(key) ?? "");
    open.set(key, text);
    return { key, text };
  };
  const write: Drafts["write"] = (id, purpose, words) => {
    const { key, text } = entry(id, purpose);
    text.value = words;
    if (words === "") store.remove(key);
    else store.set(key, words);
  };
  return {
    of: (id, purpose) => entry(id, purpose).text,
    write,
    restore(id, purpose, words) {
      const since = entry(id, purpose).text.peek();
      write(id, purpose, since === "" ? words : `${words}\n\n${since}`);
    },
    count: () => store.keys(prefix).filter((key) => !key.endsWith("/macro")).length,
    clear() {
      for (const text of open.values()) text.value = "";
      for (const key of store.keys(prefix)) store.remove(key);
    },
  };
}
