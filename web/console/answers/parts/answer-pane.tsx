import { useEffect, useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { locationUrl, listLocation } from "../../location.ts";
import { focusOnMount } from "../../parts/text_field.ts";
import { formatDate } from "../../time_format.ts";
import type { AnswersStore, Outcome } from "../answers_store.ts";
import { languageName } from "../languages.ts";
import type { AnswersApi } from "../answers_api.ts";
import { factsOf } from "../answer_labels.ts";
import { EditAnswer } from "./edit-answer.tsx";
import { MergePicker } from "./merge-picker.tsx";
import { PaneHead } from "./pane-head.tsx";
import { Recipients } from "./recipients.tsx";

/** What is being done with the answer. */
type Doing = "reading" | "editing" | "merging" | "retiring";

/** One answer, and what a lead can do with it. */
export function AnswerPane({
  id,
  answersStore,
  answersApi,
}: {
  id: string;
  answersStore: AnswersStore;
  answersApi: AnswersApi;
}) {
  const [missing, setMissing] = useState(false);
  const [found, setFound] = useState<AnswerView | null>(null);
  useEffect(() => {
    void answersStore.find(id).then((answer) => {
      setFound(answer);
      setMissing(answer === null);
    });
  }, [id]);
  const latest = newer(answersStore.answers.value.find((other) => other.id === id) ?? null, found);
  // What a lead decides on: a newer wording that comes in from elsewhere must not slip under their finger.
  const [seen, setSeen] = useState<AnswerView | null>(null);
  useEffect(() => setSeen((before) => before ?? latest), [latest]);
  const { isLead } = useAppContext().commandState.value;
  const answer = !isLead || seen === null || seen.version === latest?.version ? latest : seen;
  if (latest === null || answer === null) {
    return (
      <>
        <PaneHead title={missing ? "There is no such answer" : "Answer"} />
        <p class="quiet" role="status">
          {missing ? "It may not exist, or it may not be yours to see." : "Loading"}
        </p>
      </>
    );
  }
  const keep = (changed: AnswerView) => {
    setSeen(changed);
    setFound(changed);
  };
  return <Answer answer={answer} latest={latest} answersStore={answersStore} answersApi={answersApi} keep={keep} />;
}

function newer(one: AnswerView | null, other: AnswerView | null): AnswerView | null {
  if (one === null || other === null) return one ?? other;
  return one.version >= other.version ? one : other;
}

function Answer({
  answer,
  latest,
  answersStore,
  answersApi,
  keep,
}: {
  answer: AnswerView;
  latest: AnswerView;
  answersStore: AnswersStore;
  answersApi: AnswersApi;
  keep: (answer: AnswerView) => void;
}) {
  const [doing, setDoing] = useState<Doing>("reading");
  const [trouble, setTrouble] = useState<string | null>(null);
  const { router } = useAppContext();
  const after = (outcome: Outcome, words: string) => {
    if (outcome.kind !== "failed") keep(outcome.kind === "done" ? outcome.answer : outcome.theirs);
    if (outcome.kind === "done") router.announcement.value = words;
    setTrouble(
      outcome.kind === "failed"
        ? outcome.why
        : outcome.kind === "conflict"
          ? "Somebody changed this answer meanwhile. Below is how it stands now."
          : null,
    );
    setDoing("reading");
  };
  if (doing === "editing")
    return <EditAnswer answer={answer} answersStore={answersStore} keep={keep} done={() => setDoing("reading")} />;
  return (
    <>
      <PaneHead title={answer.question} />
      <p class="answer-text" dir="auto">
        {answer.text}
      </p>
      {latest.version > answer.version && (
        <p class="trouble" role="alert">
          Somebody changed this answer meanwhile.{" "}
          <button type="button" class="link" onClick={() => keep(latest)}>
            Show the change
          </button>
        </p>
      )}
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <DecisionButtons
        answer={answer}
        doing={doing}
        set={setDoing}
        approve={() => void answersStore.approve(answer).then((outcome) => after(outcome, "Approved"))}
      />
      {doing === "retiring" && (
        <Retiring
          retire={() => void answersStore.retire(answer).then((outcome) => after(outcome, "Retired"))}
          keep={() => setDoing("reading")}
        />
      )}
      {doing === "merging" && (
        <MergePicker
          answer={answer}
          answersStore={answersStore}
          answersApi={answersApi}
          merge={(into) => void answersStore.merge(answer, into).then((outcome) => after(outcome, "Merged"))}
          cancel={() => setDoing("reading")}
        />
      )}
      <CommandState answer={answer} />
      {answer.uses > 0 && <Recipients answer={answer} answersApi={answersApi} />}
    </>
  );
}

interface ButtonsProps {
  answer: AnswerView;
  doing: Doing;
  set: (doing: Doing) => void;
  approve: () => void;
}

function DecisionButtons({ answer, doing, set, approve }: ButtonsProps) {
  const { commandState } = useAppContext();
  if (answer.status === "retired")
    return <p class="quiet">It is no longer suggested. What was sent stays in its cases.</p>;
  if (!commandState.value.isLead) return <p class="quiet">Leads approve, edit, merge and retire answers.</p>;
  if (doing !== "reading") return null;
  return (
    <div class="button-row">
      {answer.status === "candidate" && (
        <button type="button" class="button primary" onClick={approve}>
          Approve
        </button>
      )}
      <button type="button" class="button" onClick={() => set("editing")}>
        Edit
      </button>
      <button type="button" class="button" onClick={() => set("merging")}>
        Merge
      </button>
      <button type="button" class="button" onClick={() => set("retiring")}>
        Retire
      </button>
    </div>
  );
}

function Retiring({ retire, keep }: { retire: () => void; keep: () => void }) {
  return (
    <section class="asking" aria-label="Retire this answer?">
      <p>
        It will no longer be suggested, and this cannot be undone. You will then see every customer who received it.
      </p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={retire} ref={focusOnMount}>
          Retire
        </button>
        <button type="button" class="button" onClick={keep}>
          Keep it
        </button>
      </div>
    </section>
  );
}

function CommandState({ answer }: { answer: AnswerView }) {
  const { language, from, updated_at } = answer;
  return (
    <dl class="details">
      {factsOf(answer).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
      <dt>Language</dt>
      <dd>{language === null ? "Not set" : languageName(language)}</dd>
      <dt>Changed</dt>
      <dd>{formatDate(updated_at)}</dd>
      {from !== null && (
        <>
          <dt>Saved from</dt>
          <dd>
            <a class="link" href={locationUrl(listLocation("waiting", from.case))}>
              a reply in a case
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}
