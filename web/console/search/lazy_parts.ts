import { type ReadonlySignal, signal } from "@preact/signals";

type Parts = typeof import("./parts/search-parts.tsx");

const loaded = signal<Parts | null>(null);

/** The parts with which all conversations are searched, once they are there: the first screen does without them. */
export const searchParts: ReadonlySignal<Parts | null> = loaded;

/** Loads them. Where that fails it can be tried again. */
export async function loadSearchParts(): Promise<void> {
  loaded.value ??= await import("./parts/search-parts.tsx").catch(() => null);
}
