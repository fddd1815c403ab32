import { useState } from "preact/hooks";
import { useBench } from "../../bench.ts";
import { onPage } from "../../place.ts";
import type { Book } from "../book.ts";
import { AnswerForm, type Fields } from "./answer-form.tsx";
import { PaneHead } from "./pane-head.tsx";

/** An answer written from nothing, or from a question that is asked often. */
export function NewAnswerPane({ book }: { book: Book }) {
  const { stage, id } = useBench();
  const [start] = useState(() => stage.start.peek());
  const [command] = useState(id);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const leave = () => {
    stage.start.value = null;
    stage.go(onPage("answers"));
  };
  const save = async ({ question, text, language }: Fields) => {
    setBusy(true);
    const outcome = await book.add({ id: command, question, text, ...(language === null ? {} : { language }) });
    setBusy(false);
    if (outcome.kind !== "done") return setTrouble(outcome.kind === "failed" ? outcome.why : null);
    stage.start.value = null;
    stage.spoken.value = "Answer added";
    void book.learnQuestions();
    stage.go(onPage("answers", outcome.answer.id));
  };
  return (
    <>
      <PaneHead title="New answer" />
      <AnswerForm
        start={{ question: start?.question ?? "", text: start?.text ?? "", language: start?.language ?? null }}
        verb="Add answer"
        isBusy={isBusy}
        trouble={trouble}
        submit={(fields) => void save(fields)}
        cancel={leave}
      />
    </>
  );
}
