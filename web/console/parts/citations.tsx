import type { Suggestion } from "../suggestion.ts";
import { wording } from "../words/index.ts";

/** Why a reply was drafted so, in facts that a person can check. */
export function Grounds({ draft: { grounds, sources } }: { draft: Suggestion }) {
  const { found_by, like, approvals, adapted = false, earned, unsupported = [] } = grounds;
  const { grounds: words, foundBy, times } = wording();
  return (
    <dl class="details">
      {like != null && (
        <>
          <dt>{words.similar}</dt>
          <dd dir="auto">{`“${like}”`}</dd>
        </>
      )}
      <dt>{words.matchedBy}</dt>
      <dd>{foundBy[found_by]}</dd>
      {adapted && (
        <>
          <dt>{words.writtenBy}</dt>
          <dd>{words.model}</dd>
        </>
      )}
      {earned != null && (
        <>
          <dt>{words.automatic}</dt>
          <dd>{words.earned[earned]}</dd>
        </>
      )}
      <dt>{words.sentByAgents}</dt>
      <dd>{times(approvals)}</dd>
      <dt>{words.sources}</dt>
      <dd>
        {sources.length === 0
          ? words.noSource
          : sources.map(({ question }, index) => <Rest key={index} number={index + 1} question={question} />)}
      </dd>
      {unsupported.length > 0 && (
        <>
          <dt>{words.noSource}</dt>
          <dd>{words.sentences(unsupported.length)}</dd>
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
