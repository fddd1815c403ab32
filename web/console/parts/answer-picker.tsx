import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { isComposing } from "../../client/composition.ts";
import type { AnswerView, CannedReplyView } from "../../client/index.ts";
import { type SlashQuery, slashQuery } from "../answer_insertion.ts";
import { useAppContext } from "../app_context.ts";
import { insertionParts } from "../canned/lazy_parts.ts";

/** After the last key, in milliseconds: the service need not search for half a word. */
const PAUSE = 150;

/** What can be put into a reply. */
export type Insertion = { kind: "canned"; reply: CannedReplyView } | { kind: "answer"; answer: AnswerView };

/** What an answer picker over a field knows and does. */
export interface AnswerPicker {
  readonly store: string | null;
  /** What is looked for; null: nothing is. */
  readonly asked: SlashQuery | null;
  /** Canned replies, then answers; null while both are searched. */
  readonly found: readonly Insertion[] | null;
  readonly at: number;
  /** The field's words or caret have changed. */
  look(field: HTMLTextAreaElement): void;
  /** Whether the key was meant for the picker. */
  press(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): boolean;
  pick(insertion: Insertion): void;
  close(): void;
}

/** Looks for canned replies and approved answers by what stands behind a slash, and gives the chosen one to `insert`. */
export function useAnswerPicker(
  store: string | null,
  insert: (asked: SlashQuery, insertion: Insertion) => void,
): AnswerPicker {
  // Keys come sooner than what they change is drawn: they read the signals as they are now.
  const state = useMemo(
    () => ({
      asked: signal<SlashQuery | null>(null),
      found: signal<readonly Insertion[] | null>(null),
      at: signal(0),
      dismissed: signal<number | null>(null),
    }),
    [],
  );
  const { asked, found, at, dismissed } = state;
  useSearch(store, asked.value?.query ?? null, (insertions) => (found.value = insertions));
  const close = () => {
    dismissed.value = asked.value?.start ?? null;
    asked.value = null;
  };
  const pick = (insertion: Insertion) => {
    const slash = asked.peek();
    asked.value = null;
    if (slash !== null) insert(slash, insertion);
  };
  return {
    store,
    asked: asked.value,
    found: found.value,
    at: at.value,
    look(field) {
      const next = field.selectionStart === field.selectionEnd ? slashQuery(field.value, field.selectionStart) : null;
      // Escape means this slash until it is gone.
      if (next === null) dismissed.value = null;
      const isShown = next !== null && next.start !== dismissed.peek();
      if (next?.query !== asked.peek()?.query) {
        found.value = null;
        at.value = 0;
      }
      asked.value = isShown ? next : null;
    },
    press(event) {
      if (asked.peek() === null || isComposing(event)) return false;
      const offered = found.peek() ?? [];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
      if (step !== 0) at.value = (at.peek() + step + offered.length) % Math.max(offered.length, 1);
      else if (event.key === "Escape") close();
      // Never through to sending: what was typed behind the slash is no reply.
      else if (event.key === "Enter" || event.key === "Tab") {
        const chosen = offered[at.peek()];
        if (chosen !== undefined) pick(chosen);
        else if (event.key === "Tab") return false;
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    pick,
    close,
  };
}

/**
 * Searches while somebody types. Canned replies are known here and come at once; answers come below them, so that what is about
 * to be chosen never moves.
 */
function useSearch(store: string | null, query: string | null, show: (found: readonly Insertion[]) => void): void {
  const { rest } = useAppContext();
  useEffect(() => {
    if (query === null || store === null) return;
    let isWanted = true;
    const parts = insertionParts.ready;
    insertionParts.load();
    const canned = parts.then(({ searchCanned }) => searchCanned(rest, store, query)).catch(() => []);
    void canned.then((replies) => isWanted && replies.length > 0 && show(replies));
    const search = () => parts.then(({ searchAnswers }) => searchAnswers(rest, store, query)).catch(() => []);
    const timer = setTimeout(
      () =>
        void Promise.all([canned, search()]).then(([replies, answers]) => isWanted && show([...replies, ...answers])),
      query === "" ? 0 : PAUSE,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [query, store]);
}
