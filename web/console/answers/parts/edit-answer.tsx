import { useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { WordChanges } from "../../parts/word-changes.tsx";
import type { AnswersStore } from "../answers_store.ts";
import { AnswerForm, type Fields } from "./answer-form.tsx";
import { PaneHead } from "./pane-head.tsx";
import { pageWording } from "../../words/pages.ts";

interface Props {
  answer: AnswerView;
  answersStore: AnswersStore;
  keep: (answer: AnswerView) => void;
  done: () => void;
}

/** Changes an answer. Where somebody was faster, both wordings are shown and the person decides. */
export function EditAnswer({ answer, answersStore, keep, done }: Props) {
  const { router } = useAppContext();
  // What the person has seen: a newer version that comes in from elsewhere must not slip under their edit.
  const [seen, setSeen] = useState(answer);
  const [mine, setMine] = useState<Fields | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (fields: Fields, over: AnswerView) => {
    setBusy(true);
    setTrouble(null);
    const outcome = await answersStore.edit(answer.id, { version: over.version, ...differing(fields, over) });
    setBusy(false);
    if (outcome.kind === "failed") return setTrouble(outcome.why);
    keep(outcome.kind === "done" ? outcome.answer : outcome.theirs);
    if (outcome.kind === "done") {
      router.announce(pageWording().announced.changed);
      return done();
    }
    setSeen(outcome.theirs);
    setMine(fields);
  };
  const isConflict = mine !== null;
  if (isConflict)
    return (
      <Conflict mine={mine} theirs={seen} takeMine={() => void save(mine, seen)} takeTheirs={done} isBusy={isBusy} />
    );
  return (
    <>
      <PaneHead title={pageWording().editAnswer} />
      <AnswerForm
        start={seen}
        verb={pageWording().save}
        isBusy={isBusy}
        trouble={trouble}
        submit={(fields) => void save(fields, seen)}
        cancel={done}
      />
    </>
  );
}

/** Only what is other than before: the rest stays as whoever changed it last left it. */
function differing({ question, text, language }: Fields, over: AnswerView) {
  return {
    ...(question === over.question ? {} : { question }),
    ...(text === over.text ? {} : { text }),
    ...(language === null || language === over.language ? {} : { language }),
  };
}

interface ConflictProps {
  mine: Fields;
  theirs: AnswerView;
  takeMine: () => void;
  takeTheirs: () => void;
  isBusy: boolean;
}

function Conflict({ mine, theirs, takeMine, takeTheirs, isBusy }: ConflictProps) {
  const words = pageWording();
  return (
    <>
      <PaneHead title={words.changedByOther} />
      <section class="asking" role="alert" aria-label={words.changedByOther}>
        <p>{words.changedQuestion}</p>
        <Differences name={words.question} before={theirs.question} after={mine.question} />
        <Differences name={words.answer} before={theirs.text} after={mine.text} />
        <div class="button-row">
          <button type="button" class="button" aria-disabled={isBusy} onClick={takeMine}>
            {words.saveMine}
          </button>
          <button type="button" class="button" onClick={takeTheirs}>
            {words.keepTheirs}
          </button>
        </div>
      </section>
    </>
  );
}

function Differences({ name, before, after }: { name: string; before: string; after: string }) {
  if (before === after) return null;
  return (
    <div class="differences">
      <h3>{name}</h3>
      <p dir="auto">
        <WordChanges before={before} after={after} />
      </p>
    </div>
  );
}
