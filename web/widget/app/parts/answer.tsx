import type { JSX } from "preact";
import type { Source } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import type { Actions } from "../actions.ts";
import type { Opinion } from "../standing.ts";
import type { Words } from "../words/index.ts";

/** What an answer of the assistant rests on; each one's passage a click away. */
export function Sources({ sources, label }: { sources: readonly Source[]; label: string }): JSX.Element {
  return (
    <ol class="sources" aria-label={label}>
      {sources.map(({ answer, question, quote }) => (
        <li key={answer}>
          <details>
            <summary>
              <bdi>{question}</bdi>
            </summary>
            <p dir="auto">{plainText(quote)}</p>
          </details>
        </li>
      ))}
    </ol>
  );
}

/** Whether the answer helped. A "no" calls a person. */
export function Judge({ asks, words, judge }: { asks: Opinion; words: Words; judge: Actions["judge"] }): JSX.Element {
  if (asks.isGiven) return <p class="judge">{words.glad}</p>;
  return (
    <p class="judge" role="group" aria-label={words.didHelp}>
      <span>{words.didHelp}</span>
      <button type="button" class="chip" onClick={() => judge(asks.of, true)}>
        {words.yes}
      </button>
      <button type="button" class="chip" onClick={() => judge(asks.of, false)}>
        {words.no}
      </button>
    </p>
  );
}
