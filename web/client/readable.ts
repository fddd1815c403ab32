/** A value that changes, for any view layer to follow. */
export interface Readable<T> {
  /** The value now. */
  get(): T;
  /** Calls `listener` after each change, not for the value now. Returns what undoes it. */
  subscribe(listener: (value: T) => void): () => void;
}

/** A readable whose owner sets it. Setting the same value again tells nobody. */
export interface Cell<T> extends Readable<T> {
  set(value: T): void;
}

export function cell<T>(initial: T): Cell<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
