import { useState } from "preact/hooks";
import { plainText } from "../../../client/markdown.ts";
import type { ParsedFaq, RowError } from "../faq.ts";
import { pageWording } from "../../words/pages.ts";

interface Props {
  faq: ParsedFaq;
  /** The entries, by place, that the person leaves out. */
  left: ReadonlySet<number>;
  leave: (left: ReadonlySet<number>) => void;
  send: () => void;
  /** How many go. */
  count: number;
}

/** This many rows are shown at first: a long list is seldom read to its end. */
const FIRST = 50;

/** What an import would take in, for a person to see before it does. */
export function Preview({ faq, left, leave, send, count }: Props) {
  const [shown, setShown] = useState(FIRST);
  const { entries, errors } = faq;
  const words = pageWording();
  const toggle = (index: number) => {
    const next = new Set(left);
    if (!next.delete(index)) next.add(index);
    leave(next);
  };
  return (
    <section class="preview" aria-label={words.preview}>
      <p role="status">{entries.length === 0 ? words.nothingInFile : words.questionsFound(entries.length)}</p>
      {errors.length > 0 && <RowErrors errors={errors} />}
      {entries.length > 0 && (
        <div class="button-row">
          <button type="button" class="button primary" aria-disabled={count === 0} onClick={() => count > 0 && send()}>
            {words.importCount(count)}
          </button>
        </div>
      )}
      <ul>
        {entries.slice(0, shown).map(({ question, text, language }, index) => (
          <li key={index}>
            <label>
              <input type="checkbox" checked={!left.has(index)} onChange={() => toggle(index)} />
              <span>
                <b dir="auto">{question}</b>
                <span class="answer-start" dir="auto">
                  {plainText(text)}
                </span>
                {language !== undefined && <span class="quiet">{language}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {entries.length > shown && (
        <button type="button" class="button" onClick={() => setShown(entries.length)}>
          {words.showAll(entries.length)}
        </button>
      )}
    </section>
  );
}

function RowErrors({ errors }: { errors: readonly RowError[] }) {
  const words = pageWording();
  return (
    <details class="errors">
      <summary>{words.cannotImport(errors.length)}</summary>
      <ul>
        {errors.map(({ line, start, why }) => (
          <li key={line}>
            {words.line(line, words.rowErrors[why])}
            {start !== "" && <bdi>{`: ${start}`}</bdi>}
          </li>
        ))}
      </ul>
    </details>
  );
}
