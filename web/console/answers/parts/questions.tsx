import type { OpenQuestion } from "../../../client/index.ts";
import { useBench } from "../../bench.ts";
import { addressOf, inList, onPage } from "../../place.ts";
import { dateOf } from "../../spans.ts";
import type { Book } from "../book.ts";
import { PaneHead } from "./pane-head.tsx";

/** What people keep asking and nobody has written an answer for: the next answers worth writing. */
export function Questions({ book }: { book: Book }) {
  const questions = book.questions.value;
  return (
    <>
      <PaneHead title="Asked often, without an answer" />
      {questions === null && <p class="quiet" role="status">Loading</p>}
      {questions?.length === 0 && <p class="quiet">Nothing is asked again and again without an answer.</p>}
      <ul class="questions">
        {questions?.map((question) => <li key={question.case}><Asked question={question} /></li>)}
      </ul>
    </>
  );
}

function Asked({ question: { text, asked, last_at, case: id } }: { question: OpenQuestion }) {
  const { stage } = useBench();
  const write = () => {
    stage.start.value = { question: text, text: "", language: null, from: null };
    stage.go(onPage("answers", "new"));
  };
  return (
    <>
      <p class="what" dir="auto">{text}</p>
      <p class="quiet">
        {`Asked ${asked === 1 ? "once" : `${asked} times`}, `}
        <a class="link" href={addressOf(inList("waiting", id))}>{`last on ${dateOf(last_at)}`}</a>
      </p>
      <button type="button" class="button" onClick={write}>Write an answer</button>
    </>
  );
}
