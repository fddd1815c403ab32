import type { FoundBy } from "../../client/index.ts";
import { times } from "../answers/answer_labels.ts";
import type { Suggestion } from "../suggestion.ts";

const FOUND_BY: Record<FoundBy, string> = {
  words: "The same words",
  meaning: "Words and meaning",
  model: "Words and meaning, chosen by a language model",
};

/** Why a reply was drafted so, in facts that a person can check. */
export function Grounds({ draft: { grounds, sources } }: { draft: Suggestion }) {
  const { found_by, like, approvals, adapted = false, unsupported = [] } = grounds;
  return (
    <dl class="details">
      {like != null && (
        <>
          <dt>Similar question</dt>
          <dd dir="auto">{`“${like}”`}</dd>
        </>
      )}
      <dt>Matched by</dt>
      <dd>{FOUND_BY[found_by]}</dd>
      {adapted && (
        <>
          <dt>Written by</dt>
          <dd>A language model, from its sources</dd>
        </>
      )}
      <dt>Sent by agents</dt>
      <dd>{times(approvals)}</dd>
      <dt>Sources</dt>
      <dd>
        {sources.length === 0
          ? "No source"
          : sources.map(({ question }, index) => <Rest key={index} number={index + 1} question={question} />)}
      </dd>
      {unsupported.length > 0 && (
        <>
          <dt>No source</dt>
          <dd>{unsupported.length === 1 ? "1 sentence" : `${unsupported.length} sentences`}</dd>
        </>
      )}
    </dl>
  );
}

function Rest({ number, question }: { number: number; question: string }) {
  return (
    <p>
      <bdi>{question}</bdi> {`[${number}]`}
    </p>
  );
}
