import { useEffect, useRef } from "preact/hooks";
import type { AnswerStatus, AnswerView } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { Icon } from "../../parts/icons.tsx";
import { locationUrl, pageLocation } from "../../location.ts";
import type { AnswersStore } from "../answers_store.ts";
import { languageName } from "../languages.ts";
import { STATUS } from "../answer_labels.ts";

/** After the last key, in milliseconds: the service need not search for half a word. */
const PAUSE = 200;

const FILTERS: readonly [AnswerStatus | null, string][] = [
  [null, "All"],
  ["approved", "Approved"],
  ["candidate", "Not approved"],
  ["retired", "Retired"],
];

/** The answers of a store, and the ways to find and to add some. */
export function AnswerList({ answersStore, choose }: { answersStore: AnswersStore; choose: (store: string) => void }) {
  return (
    <section class="answer-list" aria-label="Answers">
      <Head answersStore={answersStore} choose={choose} />
      <Search answersStore={answersStore} />
      <div class="answer-rows">
        <Rows answersStore={answersStore} />
      </div>
    </section>
  );
}

function Head({ answersStore, choose }: { answersStore: AnswersStore; choose: (store: string) => void }) {
  const { caseStore, commandState } = useAppContext();
  const stores = caseStore.me.value?.stores ?? [];
  return (
    <header class="answer-list-head">
      <h2>Answers</h2>
      {stores.length > 1 && (
        <select aria-label="Store" value={answersStore.store} onChange={(event) => choose(event.currentTarget.value)}>
          {stores.map((store) => (
            <option key={store} value={store}>
              {caseStore.stores.value[store] ?? store}
            </option>
          ))}
        </select>
      )}
      <span class="gap" />
      {commandState.value.isLead && (
        <a class="button" href={locationUrl(pageLocation("answers", "import"))}>
          Import
        </a>
      )}
      <a class="button" href={locationUrl(pageLocation("answers", "new"))}>
        <Icon name="plus" small />
        Add
      </a>
    </header>
  );
}

function Search({ answersStore }: { answersStore: AnswersStore }) {
  const { router } = useAppContext();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (query: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void answersStore.look({ query }), PAUSE);
  };
  const { status } = answersStore.wanted.value;
  const unanswered = answersStore.questions.value?.length;
  return (
    <div class="answer-search">
      <input
        type="search"
        aria-label="Search answers"
        aria-keyshortcuts="/"
        placeholder="Search answers"
        autocomplete="off"
        ref={(element) => void (router.elements.search = element)}
        onInput={(event) => ask(event.currentTarget.value)}
      />
      <div class="modes" role="group" aria-label="Which answers">
        {FILTERS.map(([each, title]) => (
          <button
            key={title}
            type="button"
            class="mode"
            aria-pressed={each === status}
            onClick={() => void answersStore.look({ status: each })}
          >
            {title}
          </button>
        ))}
      </div>
      <a
        class="link to-questions"
        href={locationUrl(pageLocation("answers", "questions"))}
      >{`Suggested questions${unanswered === undefined ? "" : `: ${unanswered}`}`}</a>
    </div>
  );
}

function Rows({ answersStore }: { answersStore: AnswersStore }) {
  const answers = answersStore.answers.value;
  const phase = answersStore.phase.value;
  if (phase === "failed" && answers.length === 0) {
    return (
      <div class="nothing">
        <h2>The answers could not be loaded</h2>
        <button type="button" class="button" onClick={() => void answersStore.look({})}>
          Try again
        </button>
      </div>
    );
  }
  if (answers.length === 0)
    return phase === "loading" ? (
      <p class="nothing" role="status">
        Loading
      </p>
    ) : (
      <Nothing answersStore={answersStore} />
    );
  return (
    <>
      <ul>
        {answers.map((answer) => (
          <li key={answer.id}>
            <Row answer={answer} />
          </li>
        ))}
      </ul>
      {answersStore.hasMore.value && (
        <button
          type="button"
          class="button more"
          disabled={phase === "loading"}
          onClick={() => void answersStore.more()}
        >
          {phase === "failed" ? "Try again" : "More answers"}
        </button>
      )}
    </>
  );
}

function Row({ answer }: { answer: AnswerView }) {
  const { router } = useAppContext();
  const { id, question, text, status, language, uses } = answer;
  const isOpen = router.location.value.answer === id;
  return (
    <a
      class="answer-row"
      href={locationUrl(pageLocation("answers", id))}
      aria-current={isOpen ? "true" : undefined}
      data-status={status}
    >
      <span class="what cut" dir="auto">
        {question}
      </span>
      <span class="text cut" dir="auto">
        {text}
      </span>
      <span class="facts">
        <span>
          {status === "candidate" && <i class="pencil-mark" />}
          {STATUS[status]}
        </span>
        {language !== null && <span>{languageName(language)}</span>}
        {uses > 0 && <span>{`used ${uses} ×`}</span>}
      </span>
    </a>
  );
}

function Nothing({ answersStore }: { answersStore: AnswersStore }) {
  const { query, status } = answersStore.wanted.value;
  const isSought = query.trim() !== "" || status !== null;
  return (
    <div class="nothing">
      <h2>{isSought ? "No answer like that" : "No answers yet"}</h2>
      <p>
        {isSought
          ? "Try other words, or all answers."
          : "Save a good reply from a case, add one here, or import the shop’s FAQ."}
      </p>
    </div>
  );
}
