import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { CannedReplyView } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import { createAnswersApi } from "../../answers/answers_api.ts";
import type { AnswerPicker, Insertion } from "../../parts/answer-picker.tsx";
import type { Rest } from "../../rest.ts";
import { wording } from "../../words/index.ts";
import { cannedRepliesOf, found as foundReplies } from "../canned_replies.ts";
import { useStepWords } from "./step-words.ts";
import "../../styles/choices.ts";

export { ComposerMarks } from "./composer-marks.tsx";
export { Then } from "./then.tsx";

/** The most of each kind that are offered at once. */
const SHOWN = 6;

/** The canned replies that fit what was typed. They are known here, or will be in a moment. */
export async function searchCanned(rest: Rest, store: string, query: string): Promise<Insertion[]> {
  const replies = await cannedRepliesOf(rest).want(store);
  return foundReplies(replies, query)
    .slice(0, SHOWN)
    .map((reply) => ({ kind: "canned", reply }));
}

/** The approved answers that fit; none where the service can't be asked. */
export async function searchAnswers(rest: Rest, store: string, query: string): Promise<Insertion[]> {
  const page = await createAnswersApi(rest)
    .list(store, { status: "approved", query })
    .catch(() => null);
  return (page?.answers ?? []).slice(0, SHOWN).map((answer) => ({ kind: "answer", answer }));
}

/** What is offered, above the field; the focus stays in that. */
export function AnswerChoices({ picker }: { picker: AnswerPicker }) {
  const words = wording();
  const [count, setCount] = useState("");
  const { asked, found, at } = picker;
  useLayoutEffect(() => {
    setCount(asked === null || found === null ? "" : words.answersFound(found.length));
  }, [asked === null, found]);
  useLayoutEffect(() => {
    document.getElementById(`answer-choice-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, found]);
  const canned = found?.filter(({ kind }) => kind === "canned") ?? [];
  const answers = found?.filter(({ kind }) => kind === "answer") ?? [];
  return (
    <>
      <p class="unseen" role="status">
        {count}
      </p>
      {asked !== null && (
        <div class="answer-choices">
          {found === null && <p class="quiet">{words.loading}</p>}
          {found?.length === 0 && <p class="quiet">{words.noAnswerFound}</p>}
          <div
            role="listbox"
            id="answer-choices"
            aria-label={words.answersToInsert}
            hidden={!found?.length}
            tabIndex={-1}
          >
            <Choices id="canned" title={words.cannedReplies} of={canned} from={0} picker={picker} />
            <Choices id="answers" title={words.pages.answers} of={answers} from={canned.length} picker={picker} />
          </div>
        </div>
      )}
    </>
  );
}

interface ChoicesProps {
  id: string;
  title: string;
  of: readonly Insertion[];
  /** How many stand before them. */
  from: number;
  picker: AnswerPicker;
}

/** Those of one kind, under their heading. */
function Choices({ id, title, of, from, picker }: ChoicesProps) {
  if (of.length === 0) return null;
  return (
    <div role="group" aria-labelledby={`choices-${id}`}>
      <span class="choices-title" id={`choices-${id}`} aria-hidden="true">
        {title}
      </span>
      {of.map((insertion, index) => (
        <div
          key={insertion.kind === "canned" ? insertion.reply.id : insertion.answer.id}
          id={`answer-choice-${from + index}`}
          role="option"
          aria-selected={from + index === picker.at}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            picker.pick(insertion);
          }}
        >
          {insertion.kind === "canned" ? (
            <CannedChoice reply={insertion.reply} store={picker.store} />
          ) : (
            <Choice title={insertion.answer.question} text={plainText(insertion.answer.text)} />
          )}
        </div>
      ))}
    </div>
  );
}

function CannedChoice({ reply, store }: { reply: CannedReplyView; store: string | null }) {
  const steps = useStepWords(store, reply);
  return (
    <Choice title={reply.title} text={reply.text.replaceAll(/\s+/g, " ")}>
      {reply.shortcut !== null && <kbd>{`/${reply.shortcut}`}</kbd>}
      {steps !== "" && <span class="steps">{wording().macroThen(steps)}</span>}
    </Choice>
  );
}

function Choice({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <>
      <span class="choice-title">
        <b class="cut" dir="auto">
          {title}
        </b>
        {children}
      </span>
      <span class="cut quiet" dir="auto">
        {text}
      </span>
    </>
  );
}
