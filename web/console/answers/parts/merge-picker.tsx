import { useEffect, useRef, useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import { focusOnMount } from "../../parts/text_field.ts";
import type { AnswersStore } from "../answers_store.ts";
import type { AnswersApi } from "../answers_api.ts";
import { pageWording } from "../../words/pages.ts";

interface Props {
  answer: AnswerView;
  answersStore: AnswersStore;
  answersApi: AnswersApi;
  merge: (into: string) => void;
  cancel: () => void;
}

/** Looks for the answer that stays. Its words win; this one's ways of asking become its own. */
export function MergePicker({ answer, answersStore, answersApi, merge, cancel }: Props) {
  const [query, setQuery] = useState(answer.question);
  const [found, setFound] = useState<readonly AnswerView[] | null>(null);
  const [into, setInto] = useState<string | null>(null);
  const turn = useRef(0);
  const words = pageWording();
  useEffect(() => {
    const mine = (turn.current += 1);
    const timer = setTimeout(() => {
      const shown = (answers: readonly AnswerView[]) =>
        mine === turn.current && setFound(answers.filter(({ id, status }) => id !== answer.id && status !== "retired"));
      answersApi.list(answersStore.store, { query, status: null }).then(
        ({ answers }) => shown(answers),
        () => shown([]),
      );
    }, 200);
    return () => clearTimeout(timer);
  }, [query]);
  return (
    <section class="asking" aria-label={words.mergeTitle}>
      <p>{words.mergeHint}</p>
      <input
        type="search"
        aria-label={words.searchMerge}
        value={query}
        autocomplete="off"
        ref={focusOnMount}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="merge-choices" role="radiogroup" aria-label={words.answers}>
        {found?.slice(0, 8).map(({ id, question, text, status }) => (
          <label key={id}>
            <input type="radio" name="into" checked={into === id} onChange={() => setInto(id)} />
            <span>
              <b dir="auto">{question}</b>
              <span class="quiet cut" dir="auto">{`${words.status[status]}: ${plainText(text)}`}</span>
            </span>
          </label>
        ))}
      </div>
      {found?.length === 0 && (
        <p class="quiet" role="status">
          {words.noOtherAnswer}
        </p>
      )}
      <div class="button-row">
        <button
          type="button"
          class="button primary"
          aria-disabled={into === null}
          onClick={() => into !== null && merge(into)}
        >
          {words.merge}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    </section>
  );
}
