import { useEffect, useMemo, useState } from "preact/hooks";
import { useBench } from "../../bench.ts";
import { type Book, createBook } from "../book.ts";
import { type Routes, createRoutes } from "../routes.ts";
import { AnswerList } from "./answer-list.tsx";
import { AnswerPane } from "./answer-pane.tsx";
import { ImportPane } from "./import-pane.tsx";
import { NewAnswerPane } from "./new-answer-pane.tsx";
import { Questions } from "./questions.tsx";

/** What the store has answered before: found, written, mended, taken back. */
export function AnswersPage() {
  const { desk } = useBench();
  const stores = desk.me.value?.stores ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const store = chosen ?? stores[0];
  if (store === undefined) return <div class="page nothing" role="status">Loading</div>;
  return <StoreAnswers key={store} store={store} choose={choose} />;
}

function StoreAnswers({ store, choose }: { store: string; choose: (store: string) => void }) {
  const { api, stage } = useBench();
  const routes = useMemo(() => createRoutes(api), []);
  const book = useMemo(() => createBook(routes, store), []);
  useEffect(() => {
    void book.look({});
    void book.learnQuestions();
  }, []);
  const { answer } = stage.place.value;
  return (
    <div class="page answers" data-answer={answer === null ? "none" : "open"}>
      <h1 class="unseen">Answers</h1>
      <AnswerList book={book} choose={choose} />
      <div class="answer-pane">
        <Pane book={book} routes={routes} answer={answer} />
      </div>
    </div>
  );
}

function Pane({ book, routes, answer }: { book: Book; routes: Routes; answer: string | null }) {
  const { facts } = useBench();
  switch (answer) {
    case null:
    case "questions":
      return <Questions book={book} />;
    case "new":
      return <NewAnswerPane book={book} />;
    case "import":
      return facts.value.isLead ? <ImportPane book={book} routes={routes} /> : <Questions book={book} />;
    default:
      return <AnswerPane key={answer} id={answer} book={book} routes={routes} />;
  }
}
