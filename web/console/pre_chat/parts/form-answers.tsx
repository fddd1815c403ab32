import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { EventView, PreChatAnswers } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { readOpening } from "../pre_chat_api.ts";
import { formatDateTime } from "../../time_format.ts";
import type { PreChatWords } from "../../words/pre_chat.ts";

/** What the customer answered and agreed to before their first message. Of a long conversation its beginning is read first. */
export function FormAnswers({ activeCase, words }: { activeCase: ActiveCase; words: PreChatWords }) {
  const { rest } = useAppContext();
  const held = activeCase.state.events.find(({ seq }) => seq === 1);
  const [read, setRead] = useState<EventView | null>(null);
  const [isMissing, setMissing] = useState(false);
  const isWanted = held === undefined && read === null && activeCase.state.events.length > 0;
  useEffect(() => {
    if (!isWanted) return;
    readOpening(rest, activeCase.id).then(setRead, () => setMissing(true));
  }, [activeCase.id, isWanted]);
  const opening = held ?? read;
  if (isMissing && opening === null) return <p class="quiet">{words.notLoaded}</p>;
  if (opening?.body.kind !== "opened" || opening.body.pre_chat === undefined) return null;
  // What was read by itself is emptied with all else.
  const isErased = activeCase.state.events.some(({ body }) => body.kind === "erased");
  const answered = isErased ? { ...opening.body.pre_chat, answers: [] } : opening.body.pre_chat;
  return <Answers answered={answered} at={opening.at} words={words} />;
}

function Answers({ answered, at, words }: { answered: PreChatAnswers; at: number; words: PreChatWords }) {
  const { answers = [], consent } = answered;
  return (
    <section>
      <h3>{words.answers}</h3>
      <dl class="details">
        {answers.map(({ field, label, value }) => (
          <Fragment key={field}>
            <dt dir="auto">{label}</dt>
            <dd dir="auto">{value}</dd>
          </Fragment>
        ))}
        {consent !== undefined && (
          <>
            <dt>{words.agreed}</dt>
            <dd>{words.agreedTo(consent.slice(0, 6), formatDateTime(at))}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
