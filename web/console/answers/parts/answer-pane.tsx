import { useEffect, useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { parseBlocks } from "../../../client/markdown.ts";
import { useAppContext } from "../../app_context.ts";
import { locationUrl, listLocation } from "../../location.ts";
import { Formatted } from "../../parts/message-text.tsx";
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
import { pageWording } from "../../words/pages.ts";

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
    const words = pageWording();
    const [title = "", text] = words.missing;
    return (
      <>
        <PaneHead title={missing ? title : words.answer} />
        <p class="quiet" role="status">
          {missing ? text : words.loading}
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
  const words = pageWording();
  const after = (outcome: Outcome, announced: string) => {
    if (outcome.kind !== "failed") keep(outcome.kind === "done" ? outcome.answer : outcome.theirs);
    if (outcome.kind === "done") router.announce(announced);
    setTrouble(outcome.kind === "failed" ? outcome.why : outcome.kind === "conflict" ? words.changedMeanwhile : null);
    setDoing("reading");
  };
  if (doing === "editing")
    return <EditAnswer answer={answer} answersStore={answersStore} keep={keep} done={() => setDoing("reading")} />;
  return (
    <>
      <PaneHead title={answer.question} />
      <Formatted class="answer-text" blocks={parseBlocks(answer.text)} />
      {latest.version > answer.version && (
        <p class="trouble" role="alert">
          {`${words.newerVersion} `}
          <button type="button" class="link" onClick={() => keep(latest)}>
            {words.showChange}
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
        approve={() => void answersStore.approve(answer).then((outcome) => after(outcome, words.announced.approved))}
        allow={(isAllowed) =>
          void answersStore
            .edit(answer.id, { version: answer.version, drafts_only: !isAllowed })
            .then((outcome) => after(outcome, isAllowed ? words.announced.automaticOn : words.announced.automaticOff))
        }
      />
      {doing === "retiring" && (
        <Retiring
          retire={() => void answersStore.retire(answer).then((outcome) => after(outcome, words.announced.retired))}
          keep={() => setDoing("reading")}
        />
      )}
      {doing === "merging" && (
        <MergePicker
          answer={answer}
          answersStore={answersStore}
          answersApi={answersApi}
          merge={(into) =>
            void answersStore.merge(answer, into).then((outcome) => after(outcome, words.announced.merged))
          }
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
  allow: (isAllowed: boolean) => void;
}

function DecisionButtons({ answer, doing, set, approve, allow }: ButtonsProps) {
  const { commandState } = useAppContext();
  const words = pageWording();
  if (answer.status === "retired") return <p class="quiet">{words.isRetired}</p>;
  if (!commandState.value.isLead) return <p class="quiet">{words.leadsOnly}</p>;
  if (doing !== "reading") return null;
  return (
    <div class="button-row">
      {answer.status === "candidate" && (
        <button type="button" class="button primary" onClick={approve}>
          {words.approve}
        </button>
      )}
      <button type="button" class="button" onClick={() => set("editing")}>
        {words.edit}
      </button>
      <button type="button" class="button" onClick={() => set("merging")}>
        {words.merge}
      </button>
      {answer.status === "approved" && (
        <button type="button" class="button" onClick={() => allow(answer.drafts_only)}>
          {answer.drafts_only ? words.allowAutomatic : words.suggestOnly}
        </button>
      )}
      <button type="button" class="button" onClick={() => set("retiring")}>
        {words.retire}
      </button>
    </div>
  );
}

function Retiring({ retire, keep }: { retire: () => void; keep: () => void }) {
  const words = pageWording();
  return (
    <section class="asking" aria-label={words.retireQuestion}>
      <p>{words.retireWarning}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={retire} ref={focusOnMount}>
          {words.retire}
        </button>
        <button type="button" class="button" onClick={keep}>
          {words.keepIt}
        </button>
      </div>
    </section>
  );
}

function CommandState({ answer }: { answer: AnswerView }) {
  const { language, from, updated_at } = answer;
  const words = pageWording();
  return (
    <dl class="details">
      {factsOf(answer).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
      <dt>{words.language}</dt>
      <dd>{language === null ? words.notSet : languageName(language)}</dd>
      <dt>{words.facts.changed}</dt>
      <dd>{formatDate(updated_at)}</dd>
      {from !== null && (
        <>
          <dt>{words.facts.savedFrom}</dt>
          <dd>
            <a class="link" href={locationUrl(listLocation("waiting", from.case))}>
              {words.aReply}
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}
