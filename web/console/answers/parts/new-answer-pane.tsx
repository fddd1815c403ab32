import { useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { pageLocation } from "../../location.ts";
import type { AnswersStore } from "../answers_store.ts";
import { AnswerForm, type Fields } from "./answer-form.tsx";
import { PaneHead } from "./pane-head.tsx";
import { pageWording } from "../../words/pages.ts";

/** An answer written from nothing, or from a question that is asked often. */
export function NewAnswerPane({ answersStore }: { answersStore: AnswersStore }) {
  const { router, id } = useAppContext();
  const [start] = useState(() => router.start.peek());
  const [command] = useState(id);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const leave = () => {
    router.start.value = null;
    router.go(pageLocation("answers"));
  };
  const save = async ({ question, text, language }: Fields) => {
    setBusy(true);
    const outcome = await answersStore.add({ id: command, question, text, ...(language === null ? {} : { language }) });
    setBusy(false);
    if (outcome.kind !== "done") return setTrouble(outcome.kind === "failed" ? outcome.why : null);
    router.start.value = null;
    router.announce(pageWording().announced.added);
    void answersStore.learnQuestions();
    router.go(pageLocation("answers", outcome.answer.id));
  };
  return (
    <>
      <PaneHead title={pageWording().newAnswer} />
      <AnswerForm
        start={{ question: start?.question ?? "", text: start?.text ?? "", language: start?.language ?? null }}
        verb={pageWording().addAnswer}
        isBusy={isBusy}
        trouble={trouble}
        submit={(fields) => void save(fields)}
        cancel={leave}
      />
    </>
  );
}
