import { useLayoutEffect, useMemo } from "preact/hooks";
import type { CaseSummary } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { subjectText } from "../../display_names.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { formatDateTime } from "../../time_format.ts";
import { listOf } from "../../worklist.ts";
import { wording } from "../../words/index.ts";
import { createOtherCaseReader, newestFirst } from "../other_cases.ts";

/** The customer's other cases: those that the service lists, and what it has told of others since. */
export function OtherCases({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore, rest } = useAppContext();
  const { others, read } = useMemo(() => createOtherCaseReader(rest), []);
  const customer = activeCase.summary?.customer ?? activeCase.state.view?.customer ?? null;
  const store = activeCase.summary?.store ?? activeCase.state.view?.store ?? null;
  const again = () => {
    if (customer !== null && store !== null) read(store, customer, activeCase.id);
  };
  useLayoutEffect(again, [activeCase.id, store, customer]);
  const words = wording();
  const found = others.value;
  const { known } = caseStore.lists.value;
  const isOther = (summary: CaseSummary) => summary.customer === customer && summary.case !== activeCase.id;
  const cases = found.phase === "ready" ? newestFirst(found.cases, [...known.values()].filter(isOther)) : [];
  return (
    <>
      {found.phase === "loading" && <p class="quiet">{words.loading}</p>}
      {found.phase === "failed" && (
        <p class="quiet">
          {`${words.notLoaded} `}
          <button type="button" class="button plain" onClick={again}>
            {words.retry}
          </button>
        </p>
      )}
      {found.phase === "ready" && cases.length === 0 && !found.hasMore && <p class="quiet">{words.none}</p>}
      {cases.length > 0 && (
        <ul>
          {cases.map((summary) => (
            <li key={summary.case}>
              <EarlierCase summary={summary} />
            </li>
          ))}
        </ul>
      )}
      {found.phase === "ready" && found.hasMore && <p class="quiet">{words.older}</p>}
    </>
  );
}

function EarlierCase({ summary }: { summary: CaseSummary }) {
  const words = wording();
  return (
    <a href={locationUrl(listLocation(listOf(summary), summary.case))}>
      <span class="cut" dir="auto">
        {subjectText(summary)}
      </span>
      <span class="quiet">{words.status[summary.status]}</span>
      <time class="quiet" dateTime={new Date(summary.opened_at).toISOString()}>
        {formatDateTime(summary.opened_at)}
      </time>
    </a>
  );
}
