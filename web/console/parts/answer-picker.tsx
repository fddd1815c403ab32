import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { isComposing } from "../../client/composition.ts";
import type { AnswerView, CannedReplyView } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { type SlashQuery, slashQuery } from "../answer_insertion.ts";
import { useAppContext } from "../app_context.ts";
import { found as foundReplies } from "../canned/canned_replies.ts";
import { useStepWords } from "../canned/parts/step-words.ts";
import { wording } from "../words/index.ts";

/** The most of each kind that are offered at once. */
const SHOWN = 6;
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
  const { rest, cannedReplies } = useAppContext();
  useEffect(() => {
    if (query === null || store === null) return;
    let isWanted = true;
    const canned = cannedReplies
      .want(store)
      .then((replies) => foundReplies(replies, query).slice(0, SHOWN))
      .then((replies) => replies.map((reply): Insertion => ({ kind: "canned", reply })));
    void canned.then((replies) => isWanted && replies.length > 0 && show(replies));
    const search = async () => {
      const { createAnswersApi } = await import("../answers/answers_api.ts");
      const { answers } = await createAnswersApi(rest).list(store, { status: "approved", query });
      return answers.slice(0, SHOWN).map((answer): Insertion => ({ kind: "answer", answer }));
    };
    const timer = setTimeout(
      () => {
        void Promise.all([canned, search().catch(() => [])]).then(
          ([replies, answers]) => isWanted && show([...replies, ...answers]),
        );
      },
      query === "" ? 0 : PAUSE,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [query, store]);
}

/** What is offered, above the field; the focus stays in that. */
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
  const canned = found?.filter(({ kind }) => kind === "canned") ?? [];
  const answers = found?.filter(({ kind }) => kind === "answer") ?? [];
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
            <Choices id="canned" title={words.cannedReplies} of={canned} from={0} picker={picker} />
            <Choices id="answers" title={words.pages.answers} of={answers} from={canned.length} picker={picker} />
          </div>
        </div>
      )}
    </>
  );
}

interface ChoicesProps {
  id: string;
  title: string;
  of: readonly Insertion[];
  /** How many stand before them. */
  from: number;
  picker: AnswerPicker;
}

/** Those of one kind, under their heading. */
function Choices({ id, title, of, from, picker }: ChoicesProps) {
  if (of.length === 0) return null;
  return (
    <div role="group" aria-labelledby={`choices-${id}`}>
      <span class="choices-title" id={`choices-${id}`} aria-hidden="true">
        {title}
      </span>
      {of.map((insertion, index) => (
        <div
          key={insertion.kind === "canned" ? insertion.reply.id : insertion.answer.id}
          id={`answer-choice-${from + index}`}
          role="option"
          aria-selected={from + index === picker.at}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            picker.pick(insertion);
          }}
        >
          {insertion.kind === "canned" ? (
            <CannedChoice reply={insertion.reply} store={picker.store} />
          ) : (
            <Choice title={insertion.answer.question} text={plainText(insertion.answer.text)} />
          )}
        </div>
      ))}
    </div>
  );
}

function CannedChoice({ reply, store }: { reply: CannedReplyView; store: string | null }) {
  const steps = useStepWords(store, reply);
  return (
    <Choice title={reply.title} text={reply.text.replaceAll(/\s+/g, " ")}>
      {reply.shortcut !== null && <kbd>{`/${reply.shortcut}`}</kbd>}
      {steps.length > 0 && <span class="steps">{wording().macroThen(steps)}</span>}
    </Choice>
  );
}

function Choice({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <>
      <span class="choice-title">
        <b class="cut" dir="auto">
          {title}
        </b>
        {children}
      </span>
      <span class="cut quiet" dir="auto">
        {text}
      </span>
    </>
  );
}
