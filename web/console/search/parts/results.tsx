import type { MarkedPart, SearchHit } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { customerName, shortId, subjectText } from "../../display_names.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { Tags } from "../../sorting/parts/marks.tsx";
import { formatDateTime } from "../../time_format.ts";
import { searchWording } from "../../words/search.ts";
import { wording } from "../../words/index.ts";
import { listOf } from "../../worklist.ts";
import type { CaseFinder } from "../case_finder.ts";
import { plainParts } from "../plain_parts.ts";
import { Marked } from "./marked.tsx";

/** What was found, or why there is nothing. */
export function Results({ finder }: { finder: CaseFinder }) {
  const { phase, hits, hasMore } = finder.findings.value;
  const words = searchWording();
  return (
    <section class="results" aria-label={words.results} aria-busy={phase === "loading"}>
      <p class="quiet" role="status">
        {phase === "loading" && words.searching}
        {phase === "ready" && words.found(hits.length, hasMore)}
      </p>
      {hits.length > 0 && (
        <ul onKeyDown={moveAmongHits}>
          {hits.map((hit) => (
            <li key={hit.case.case}>
              <Hit hit={hit} />
            </li>
          ))}
        </ul>
      )}
      {phase === "waiting" && <Nothing text={words.hint} />}
      {phase === "ready" && hits.length === 0 && !hasMore && <Nothing text={words.nothing} />}
      {phase === "failed" && (
        <div class="nothing" role="alert">
          <p>{words.failed}</p>
          <button type="button" class="button" onClick={finder.more}>
            {wording().tryAgain}
          </button>
        </div>
      )}
      {phase === "ready" && hasMore && (
        <button type="button" class="button" onClick={finder.more}>
          {words.more}
        </button>
      )}
    </section>
  );
}

function Nothing({ text: [title, text] }: { text: readonly string[] }) {
  return (
    <div class="nothing">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}

/** One conversation: what it is about, where the words stand in it, and in small who asked and when. */
function Hit({ hit }: { hit: SearchHit }) {
  const { caseStore } = useAppContext();
  const { case: summary, subject, excerpt, name } = hit;
  const hasStores = (caseStore.me.value?.stores.length ?? 0) > 1;
  const words = wording();
  const isSubject = textOf(excerpt) === textOf(subject);
  return (
    <a class="hit" href={locationUrl(listLocation(listOf(summary), summary.case))}>
      <span class="hit-head">
        <strong class="cut" dir="auto">
          {subject.length > 0 ? <Marked parts={plainParts(subject)} /> : subjectText({ ...summary, subject: null })}
        </strong>
        <span class="quiet">{words.status[summary.status]}</span>
      </span>
      {!isSubject && (
        <span class="hit-text" dir="auto">
          <Marked parts={plainParts(excerpt)} />
        </span>
      )}
      <span class="facts">
        <span class="cut" dir="auto">
          {name.length > 0 ? <Marked parts={name} /> : customerName(null, summary.customer)}
        </span>
        {hasStores && <span class="cut">{caseStore.stores.value[summary.store] ?? summary.store}</span>}
        <span>{shortId(summary.case)}</span>
        <time dateTime={new Date(summary.opened_at).toISOString()}>{formatDateTime(summary.opened_at)}</time>
        <Tags tags={summary.tags ?? []} />
      </span>
    </a>
  );
}

function textOf(parts: readonly MarkedPart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** The arrows go from one to the next, and back to the field. */
function moveAmongHits(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const hits = [...document.querySelectorAll<HTMLElement>(".search-page .hit")];
  const at = hits.indexOf(document.activeElement as HTMLElement) + step;
  const field = document.querySelector<HTMLElement>(".search-page [type=search]");
  (at < 0 ? field : hits[Math.min(at, hits.length - 1)])?.focus();
  event.preventDefault();
}
