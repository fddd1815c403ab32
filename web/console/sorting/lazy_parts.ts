import { type ReadonlySignal, signal } from "@preact/signals";

type Parts = typeof import("./parts/sorting-parts.tsx");

const loaded = signal<Parts | null>(null);

/** The parts with which cases are sorted, once they are there: the first screen does without them. */
export const sortingParts: ReadonlySignal<Parts | null> = loaded;

/** Loads them. Where that fails it can be tried again. */
export async function loadSortingParts(): Promise<void> {
  loaded.value ??= await import("./parts/sorting-parts.tsx").catch(() => null);
}
