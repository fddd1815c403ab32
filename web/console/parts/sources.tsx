import type { Source } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { formatDate } from "../time_format.ts";
import { wording } from "../words/index.ts";

interface Props {
  sources: readonly Source[];
  /** The number, from 1, of the one that is quoted. */
  quoted: number | null;
  show: (number: number) => void;
}

/** What a draft rests on: numbered as in its text, the passage a click away. */
export function Sources({ sources, quoted, show }: Props) {
  if (sources.length === 0) return null;
  const source = quoted === null ? undefined : sources[quoted - 1];
  return (
    <>
      <div class="chips">
        {sources.map(({ answer, question, quote }, index) => (
          <button
            key={answer}
            type="button"
            class="chip"
            aria-expanded={quoted === index + 1}
            onClick={() => show(index + 1)}
          >
            <b>{index + 1}</b>
            <span class="cut" dir="auto">{`${question}, “${plainText(quote)}”`}</span>
          </button>
        ))}
      </div>
      {source !== undefined && <Passage source={source} />}
    </>
  );
}

function Passage({ source }: { source: Source }) {
  return (
    <figure class="quote">
      <b dir="auto">{source.question}</b>
      <blockquote dir="auto">{plainText(source.quote)}</blockquote>
      <figcaption>{standsBehind(source)}</figcaption>
    </figure>
  );
}

/** Who stands behind an answer, and since when. */
export function standsBehind({
  approved_by: by,
  approved_at: at,
}: Pick<Source, "approved_by" | "approved_at">): string {
  if (at == null) return wording().notApproved;
  return wording().approvedOn(formatDate(at), by ?? null);
}
