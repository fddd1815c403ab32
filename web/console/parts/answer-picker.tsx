import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { isComposing } from "../../client/composition.ts";
import type { AnswerView } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { type SlashQuery, slashQuery } from "../answer_insertion.ts";
import { useAppContext } from "../app_context.ts";
import { wording } from "../words/index.ts";

/** The most answers that are offered at once. */
const SHOWN = 6;
/** After the last key, in milliseconds: the service need not search for half a word. */
const PAUSE = 150;

/** What an answer picker over a field knows and does. */
export interface AnswerPicker {
  /** What is looked for; null: nothing is. */
  readonly asked: SlashQuery | null;
  /** Null while they are searched. */
  readonly found: readonly AnswerView[] | null;
  readonly at: number;
  /** The field's words or caret have changed. */
  look(field: HTMLTextAreaElement): void;
  /** Whether the key was meant for the picker. */
  press(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): boolean;
  pick(answer: AnswerView): void;
  close(): void;
}

/** Looks for approved answers by what stands behind a slash, and gives the chosen one's words to `insert`. */
export function useAnswerPicker(store: string | null, insert: (asked: SlashQuery, text: string) => void): AnswerPicker {
  const { rest } = useAppContext();
  // Keys come sooner than what they change is drawn: they read the signals as they are now.
  const state = useMemo(
    () => ({
      asked: signal<SlashQuery | null>(null),
      found: signal<readonly AnswerView[] | null>(null),
      at: signal(0),
      dismissed: signal<number | null>(null),
    }),
    [],
  );
  const { asked, found, at, dismissed } = state;
  const query = asked.value?.query ?? null;
  useEffect(() => {
    if (query === null || store === null) return;
    let isWanted = true;
    const timer = setTimeout(
      () => {
        import("../answers/answers_api.ts")
          .then(({ createAnswersApi }) => createAnswersApi(rest).list(store, { status: "approved", query }))
          .then(
            ({ answers }) => {
              if (isWanted) found.value = answers.slice(0, SHOWN);
            },
            () => {
              if (isWanted) found.value = [];
            },
          );
      },
      query === "" ? 0 : PAUSE,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [query, store]);
  const close = () => {
    dismissed.value = asked.value?.start ?? null;
    asked.value = null;
  };
  const pick = (answer: AnswerView) => {
    const slash = asked.peek();
    asked.value = null;
    if (slash !== null) insert(slash, answer.text);
  };
  return {
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

/** The answers that are offered, above the field; the focus stays in that. */
export function AnswerChoices({ picker }: { picker: AnswerPicker }) {
  const words = wording();
  const [count, setCount] = useState("");
  const { asked, found, at } = picker;
  useLayoutEffect(() => {
    setCount(asked === null || found === null ? "" : words.answersFound(found.length));
  }, [asked === null, found]);
  useLayoutEffect(() => {
    document.getElementById(`answer-choice-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, found]);
  return (
    <>
      <p class="unseen" role="status">
        {count}
      </p>
      {asked !== null && (
        <div class="answer-choices">
          {found === null && <p class="quiet">{words.loading}</p>}
          {found?.length === 0 && <p class="quiet">{words.noAnswerFound}</p>}
          <div
            role="listbox"
            id="answer-choices"
            aria-label={words.answersToInsert}
            hidden={!found?.length}
            tabIndex={-1}
          >
            {found?.map((answer, index) => (
              <div
                key={answer.id}
                id={`answer-choice-${index}`}
                role="option"
                aria-selected={index === at}
                // Before the field loses the focus.
                onPointerDown={(event) => {
                  event.preventDefault();
                  picker.pick(answer);
                }}
              >
                <b class="cut" dir="auto">
                  {answer.question}
                </b>
                <span class="cut quiet" dir="auto">
                  {plainText(answer.text)}
                </span>
              </div>
            ))}
          </div>
        </div>
      )}
    </>
  );
}
