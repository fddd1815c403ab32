import { useEffect, useMemo, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { type AnswersStore, createAnswersStore } from "../answers_store.ts";
import { type AnswersApi, createAnswersApi } from "../answers_api.ts";
import { CannedPane } from "../../canned/parts/canned-pane.tsx";
import { AnswerList } from "./answer-list.tsx";
import { AnswerPane } from "./answer-pane.tsx";
import { ImportPane } from "./import-pane.tsx";
import { NewAnswerPane } from "./new-answer-pane.tsx";
import { Questions } from "./questions.tsx";
import { pageWording } from "../../words/pages.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/answers.css?inline";

adoptStyles(css);

/** What the store has answered before: found, written, mended, taken back. */
export function AnswersPage() {
  const { caseStore } = useAppContext();
  const stores = caseStore.me.value?.stores ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const store = chosen ?? stores[0];
  if (store === undefined)
    return (
      <div class="page nothing" role="status">
        {pageWording().loading}
      </div>
    );
  return <StoreAnswers key={store} store={store} choose={choose} />;
}

function StoreAnswers({ store, choose }: { store: string; choose: (store: string) => void }) {
  const { rest, router } = useAppContext();
  const answersApi = useMemo(() => createAnswersApi(rest), []);
  const answersStore = useMemo(() => createAnswersStore(answersApi, store), []);
  useEffect(() => {
    void answersStore.look({});
    void answersStore.learnQuestions();
  }, []);
  const { answer } = router.location.value;
  return (
    <div class="page answers" data-answer={answer === null ? "none" : "open"}>
      <h1 class="unseen">{pageWording().answers}</h1>
      <AnswerList answersStore={answersStore} choose={choose} />
      <div class="answer-pane">
        <Pane answersStore={answersStore} answersApi={answersApi} answer={answer} />
      </div>
    </div>
  );
}

function Pane({
  answersStore,
  answersApi,
  answer,
}: {
  answersStore: AnswersStore;
  answersApi: AnswersApi;
  answer: string | null;
}) {
  const { commandState } = useAppContext();
  switch (answer) {
    case null:
    case "questions":
      return <Questions answersStore={answersStore} />;
    case "canned":
      return <CannedPane key={answersStore.store} store={answersStore.store} />;
    case "new":
      return <NewAnswerPane answersStore={answersStore} />;
    case "import":
      return commandState.value.isLead ? (
        <ImportPane answersStore={answersStore} answersApi={answersApi} />
      ) : (
        <Questions answersStore={answersStore} />
      );
    default:
      return <AnswerPane key={answer} id={answer} answersStore={answersStore} answersApi={answersApi} />;
  }
}
