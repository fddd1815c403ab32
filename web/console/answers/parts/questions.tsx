import type { OpenQuestion } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { locationUrl, listLocation, pageLocation } from "../../location.ts";
import { formatDate } from "../../time_format.ts";
import type { AnswersStore } from "../answers_store.ts";
import { PaneHead } from "./pane-head.tsx";
import { pageWording } from "../../words/pages.ts";

/** What people keep asking and nobody has written an answer for: the next answers worth writing. */
export function Questions({ answersStore }: { answersStore: AnswersStore }) {
  const questions = answersStore.questions.value;
  const words = pageWording();
  return (
    <>
      <PaneHead title={words.suggestedQuestions} />
      {questions === null && (
        <p class="quiet" role="status">
          {words.loading}
        </p>
      )}
      {questions?.length === 0 && <p class="quiet">{words.noQuestions}</p>}
      <ul class="questions">
        {questions?.map((question) => (
          <li key={question.case}>
            <Asked question={question} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Asked({ question: { text, asked, last_at, case: id } }: { question: OpenQuestion }) {
  const { router } = useAppContext();
  const words = pageWording();
  const write = () => {
    router.start.value = { question: text, text: "", language: null, from: null };
    router.go(pageLocation("answers", "new"));
  };
  return (
    <>
      <p class="what" dir="auto">
        {text}
      </p>
      <p class="quiet">
        {words.asked(asked)}
        <a class="link" href={locationUrl(listLocation("waiting", id))}>
          {words.lastOn(formatDate(last_at))}
        </a>
      </p>
      <button type="button" class="button" onClick={write}>
        {words.writeAnswer}
      </button>
    </>
  );
}
