import { type ReadonlySignal, computed, signal } from "@preact/signals";

/** The most rows that are selected at once: a page of the service's lists. */
export const MOST_SELECTED = 50;

/** Which rows of the list shown are selected. */
export interface Selection {
  /** In the order of the list. What the list shows no more is not selected either. */
  readonly chosen: ReadonlySignal<readonly string[]>;
  has(id: string): boolean;
  toggle(id: string): void;
  /** Selects every row from the one that was toggled last up to this one. */
  extend(id: string): void;
  /** Selects all that the list shows, as far as it may. */
  all(): void;
  clear(): void;
}

/** Creates the selection over the rows of the list shown. */
export function createSelection(rows: ReadonlySignal<readonly string[]>): Selection {
  const picked = signal<ReadonlySet<string>>(new Set());
  const chosen = computed(() => {
    const wanted = picked.value;
    return wanted.size === 0 ? [] : rows.value.filter((id) => wanted.has(id));
  });
  const inChosen = computed(() => new Set(chosen.value));
  let anchor: string | null = null;
  const pick = (ids: readonly string[]) => {
    picked.value = new Set(ids.slice(0, MOST_SELECTED));
  };
  return {
    chosen,
    has: (id) => inChosen.value.has(id),
    toggle(id) {
      const others = chosen.peek().filter((other) => other !== id);
      pick(others.length < chosen.peek().length ? others : [...others, id]);
      anchor = id;
    },
    extend(id) {
      const shown = rows.peek();
      const [from, to] = [shown.indexOf(anchor ?? id), shown.indexOf(id)].sort((a, b) => a - b) as [number, number];
      pick([...new Set([...chosen.peek(), ...shown.slice(Math.max(from, 0), to + 1)])]);
      anchor = id;
    },
    all: () => pick(rows.peek()),
    clear: () => pick([]),
  };
}
