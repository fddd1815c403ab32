import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { isComposing } from "../../client/composition.ts";
import { useAppContext } from "../app_context.ts";
import { type Colleague, type NameQuery, matching, nameQuery } from "./called.ts";

/** The most names that are offered. */
const MOST = 8;

/** What a picker of colleagues over a note's field knows and does. */
export interface NamePicker {
  /** Null: nothing is looked for. */
  readonly found: readonly Colleague[] | null;
  readonly at: number;
  /** The field's words or caret have changed. */
  look(field: HTMLTextAreaElement): void;
  /** Whether the key was meant for the picker. */
  press(event: KeyboardEvent): boolean;
  pick(colleague: Colleague): void;
  close(): void;
}

/** Offers the store's colleagues behind an `@`, while a note is written. */
export function useNamePicker(
  store: string | null,
  isNote: boolean,
  insert: (asked: NameQuery, name: string) => void,
): NamePicker {
  const { colleagues } = useAppContext();
  // Keys come sooner than what they change is drawn: they read the signals as they are now.
  const state = useMemo(
    () => ({ asked: signal<NameQuery | null>(null), at: signal(0), dismissed: signal<number | null>(null) }),
    [],
  );
  const { asked, at, dismissed } = state;
  useEffect(() => {
    if (isNote && store !== null) colleagues.want(store);
    else asked.value = null;
  }, [isNote, store]);
  const offered = (query: string | undefined) =>
    query === undefined || store === null ? [] : matching(query, colleagues.of(store)).slice(0, MOST);
  const close = () => {
    dismissed.value = asked.value?.start ?? null;
    asked.value = null;
  };
  const pick = ({ name }: Colleague) => {
    const query = asked.peek();
    asked.value = null;
    if (query !== null) insert(query, name);
  };
  // Read, so that what the directory says later is drawn.
  const isKnown = store !== null && colleagues.known.value[store] !== undefined;
  const shown = asked.value === null || !isKnown ? null : offered(asked.value.query);
  return {
    // Several words that are nobody's name are text.
    found: shown?.length === 0 && asked.value?.query.includes(" ") === true ? null : shown,
    at: at.value,
    look(field) {
      const isPoint = isNote && field.selectionStart === field.selectionEnd;
      const next = isPoint ? nameQuery(field.value, field.selectionStart) : null;
      if (next === null) dismissed.value = null;
      if (next?.query !== asked.peek()?.query) at.value = 0;
      asked.value = next !== null && next.start !== dismissed.peek() ? next : null;
      // Whoever has come meanwhile is not in a directory of before.
      if (store !== null && asked.peek() !== null && offered(next?.query).length === 0) colleagues.want(store, true);
    },
    press(event) {
      const query = asked.peek();
      const names = offered(query?.query);
      if (query === null || names.length === 0 || isComposing(event)) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
      if (step !== 0) at.value = (at.peek() + step + names.length) % names.length;
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" || event.key === "Tab") pick(names[at.peek()] ?? names[0]!);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    pick,
    close,
  };
}
