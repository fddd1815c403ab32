import { type ReadonlySignal, signal } from "@preact/signals";

/** Code that is fetched when it is first wanted. Made once for each chunk, so that everybody who wants it sees how it fares. */
export interface Lazy<T> {
  /** Null until it is there. */
  readonly part: ReadonlySignal<T | null>;
  /** Whether it did not come when it was last asked for. */
  readonly hasFailed: ReadonlySignal<boolean>;
  /** Comes with the part, however often that had to be asked for. */
  readonly ready: Promise<T>;
  /** Asks for it, unless it is there or on its way. */
  load(): void;
}

/** Creates it over a dynamic import. */
export function lazy<T>(fetch: () => Promise<T>): Lazy<T> {
  const part = signal<T | null>(null);
  const hasFailed = signal(false);
  let isAsked = false;
  let come: (loaded: T) => void;
  return {
    part,
    hasFailed,
    ready: new Promise((resolve) => (come = resolve)),
    load() {
      if (isAsked) return;
      isAsked = true;
      hasFailed.value = false;
      fetch().then(
        (loaded) => come((part.value = loaded)),
        () => {
          isAsked = false;
          hasFailed.value = true;
        },
      );
    },
  };
}
