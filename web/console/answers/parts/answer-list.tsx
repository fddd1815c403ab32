import { useEffect, useRef } from "preact/hooks";
import type { AnswerStatus, AnswerView } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import { useAppContext } from "../../app_context.ts";
import { Icon } from "../../parts/icons.tsx";
import { locationUrl, pageLocation } from "../../location.ts";
import type { AnswersStore } from "../answers_store.ts";
import { languageName } from "../languages.ts";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";

/** After the last key, in milliseconds: the service need not search for half a word. */
const PAUSE = 200;

const FILTERS: readonly (AnswerStatus | null)[] = [null, "approved", "candidate", "retired"];

/** The answers of a store, and the ways to find and to add some. */
export function AnswerList({ answersStore, choose }: { answersStore: AnswersStore; choose: (store: string) => void }) {
  return (
    <section class="answer-list" aria-label={pageWording().answers}>
      <Head answersStore={answersStore} choose={choose} />
      <Search answersStore={answersStore} />
      <div class="answer-rows">
        <Found answersStore={answersStore} />
        <Rows answersStore={answersStore} />
      </div>
    </section>
  );
}

function Head({ answersStore, choose }: { answersStore: AnswersStore; choose: (store: string) => void }) {
  const { caseStore, commandState } = useAppContext();
  const stores = caseStore.me.value?.stores ?? [];
  const words = pageWording();
  return (
    <header class="answer-list-head">
      <h2>{words.answers}</h2>
      {stores.length > 1 && (
        <select
          aria-label={words.store}
          value={answersStore.store}
          onChange={(event) => choose(event.currentTarget.value)}
        >
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
          {words.import}
        </a>
      )}
      <a class="button" href={locationUrl(pageLocation("answers", "new"))}>
        <Icon name="plus" small />
        {words.add}
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
  const words = pageWording();
  const unanswered = answersStore.questions.value?.length;
  return (
    <div class="answer-search">
      <input
        type="search"
        aria-label={words.searchAnswers}
        aria-keyshortcuts="/"
        placeholder={words.searchAnswers}
        autocomplete="off"
        ref={(element) => void (router.elements.search = element)}
        onInput={(event) => ask(event.currentTarget.value)}
      />
      <div class="modes" role="group" aria-label={words.whichAnswers}>
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            class="mode"
            aria-pressed={each === status}
            onClick={() => void answersStore.look({ status: each })}
          >
            {words.filters[each ?? "all"]}
          </button>
        ))}
      </div>
      <p class="to-panes">
        <a class="link" href={locationUrl(pageLocation("answers", "canned"))}>
          {words.canned.title}
        </a>
        <a
          class="link"
          href={locationUrl(pageLocation("answers", "questions"))}
        >{`${words.suggestedQuestions}${unanswered === undefined ? "" : `: ${unanswered}`}`}</a>
      </p>
    </div>
  );
}

/** What a search or a filter has changed shows; whoever can't see it hears how much there is. */
function Found({ answersStore }: { answersStore: AnswersStore }) {
  const { query, status } = answersStore.wanted.value;
  const isSought = query.trim() !== "" || status !== null;
  const phase = answersStore.phase.value;
  const count = answersStore.answers.value.length;
  const found = answersStore.hasMore.value ? `${count}+` : wording().answersFound(count);
  return (
    <p class="unseen" role="status">
      {phase === "failed" ? pageWording().answersFailed : isSought && phase === "ready" ? found : ""}
    </p>
  );
}

function Rows({ answersStore }: { answersStore: AnswersStore }) {
  const answers = answersStore.answers.value;
  const phase = answersStore.phase.value;
  const words = pageWording();
  if (phase === "failed" && answers.length === 0) {
    return (
      <div class="nothing">
        <h2>{words.answersFailed}</h2>
        <button type="button" class="button" onClick={() => void answersStore.look({})}>
          {words.tryAgain}
        </button>
      </div>
    );
  }
  if (answers.length === 0)
    return phase === "loading" ? (
      <p class="nothing" role="status">
        {words.loading}
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
          {phase === "failed" ? words.tryAgain : words.moreAnswers}
        </button>
      )}
    </>
  );
}

function Row({ answer }: { answer: AnswerView }) {
  const { router } = useAppContext();
  const { id, question, text, status, language, uses } = answer;
  const words = pageWording();
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
        {plainText(text)}
      </span>
      <span class="facts">
        <span>
          {status === "candidate" && <i class="pencil-mark" />}
          {words.status[status]}
        </span>
        {language !== null && <span>{languageName(language)}</span>}
        {uses > 0 && <span>{words.used(uses)}</span>}
      </span>
    </a>
  );
}

function Nothing({ answersStore }: { answersStore: AnswersStore }) {
  const { query, status } = answersStore.wanted.value;
  const isSought = query.trim() !== "" || status !== null;
  const { noMatches, noAnswers } = pageWording();
  const [title, text] = isSought ? noMatches : noAnswers;
  return (
    <div class="nothing">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
