import type { CaseSummary } from "../../client/index.ts";
import { useLayoutEffect } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { locationUrl, listLocation } from "../location.ts";
import { initials } from "../display_names.ts";
import { formatDateTime, formatDuration } from "../time_format.ts";
import { newestFirst } from "../other_cases.ts";
import { listOf } from "../worklist.ts";
import { customerOf } from "./case-head.tsx";
import { isReadable } from "./case-page.tsx";
import { CommandButton } from "./command-button.tsx";
import { Icon } from "./icons.tsx";

/** Who is asking: what is known of them, and what they asked before. */
export function CustomerPanel() {
  const { caseStore } = useAppContext();
  const activeCase = caseStore.active.value;
  if (activeCase === null) return null;
  return (
    <aside class="customer-pane" aria-label="Customer">
      {isReadable(activeCase) && <Customer activeCase={activeCase} />}
    </aside>
  );
}

function Customer({ activeCase }: { activeCase: ActiveCase }) {
  const { run } = useAppContext();
  return (
    <div class="customer">
      <div class="customer-head">
        <span class="avatar" aria-hidden="true">
          {initials(customerOf(activeCase))}
        </span>
        <h2 dir="auto">{customerOf(activeCase)}</h2>
        <button type="button" class="button plain square" aria-label="Close customer" onClick={() => run("customer")}>
          <Icon name="close" />
        </button>
      </div>
      <Details activeCase={activeCase} />
      <Earlier activeCase={activeCase} />
      <Colleagues />
    </div>
  );
}

function Details({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const { state, summary } = activeCase;
  const store = summary?.store ?? state.view?.store ?? "";
  const openedAt = state.view?.opened_at ?? summary?.opened_at ?? null;
  const waitingSince = state.view?.waiting_since ?? null;
  const opening = state.events.find((event) => event.body.kind === "opened")?.body;
  const locale = opening?.kind === "opened" ? opening.locale : null;
  const rated = state.events
    .map((event) => event.body)
    .filter((body) => body.kind === "rated")
    .at(-1);
  return (
    <div>
      <dl class="details">
        <Detail name="Store" value={caseStore.stores.value[store] ?? store} />
        <Detail
          name="Account"
          value={
            (summary?.customer ?? state.view?.customer ?? "").startsWith("c_")
              ? "Signed in to the shop"
              : "Not signed in"
          }
        />
        {openedAt !== null && <Detail name="Case opened" value={formatDateTime(openedAt)} />}
        {waitingSince !== null && <Detail name="Waiting" value={formatDuration(caseStore.now.value - waitingSince)} />}
        {locale !== null && <Detail name="Language" value={languageOf(locale)} />}
        {rated !== undefined && <Detail name="Rating" value={`${rated.score} of 5`} />}
      </dl>
      <div class="button-row">
        <CommandButton id="assign" class="assign" />
        <CommandButton id="unassign" />
      </div>
    </div>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}

const languages = new Intl.DisplayNames("en-GB", { type: "language", fallback: "code" });

function languageOf(locale: string): string {
  try {
    return languages.of(locale) ?? locale;
  } catch {
    return locale;
  }
}

/** The customer's other cases: those that the service lists, and what it has told of others since. */
function Earlier({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const { others, read } = caseStore.otherCases;
  const customer = activeCase.summary?.customer ?? activeCase.state.view?.customer ?? null;
  const store = activeCase.summary?.store ?? activeCase.state.view?.store ?? null;
  const again = () => {
    if (customer !== null && store !== null) read(store, customer, activeCase.id);
  };
  useLayoutEffect(again, [activeCase.id, store, customer]);
  const found = others.value;
  const { known } = caseStore.lists.value;
  const isOther = (summary: CaseSummary) => summary.customer === customer && summary.case !== activeCase.id;
  const cases = found.phase === "ready" ? newestFirst(found.cases, [...known.values()].filter(isOther)) : [];
  return (
    <section class="earlier">
      <h3>Other cases</h3>
      {found.phase === "loading" && <p class="quiet">Loading…</p>}
      {found.phase === "failed" && (
        <p class="quiet">
          Could not be loaded.{" "}
          <button type="button" class="button plain" onClick={again}>
            Retry
          </button>
        </p>
      )}
      {found.phase === "ready" && cases.length === 0 && !found.hasMore && <p class="quiet">None</p>}
      {cases.length > 0 && (
        <ul>
          {cases.map((summary) => (
            <li key={summary.case}>
              <EarlierCase summary={summary} />
            </li>
          ))}
        </ul>
      )}
      {found.phase === "ready" && found.hasMore && <p class="quiet">There are older ones.</p>}
    </section>
  );
}

function EarlierCase({ summary }: { summary: CaseSummary }) {
  const words = { waiting: "Needs a reply", open: "Open", resolved: "Closed" };
  return (
    <a href={locationUrl(listLocation(listOf(summary), summary.case))}>
      <span class="cut" dir="auto">
        {summary.subject ?? "Message withdrawn"}
      </span>
      <span class="quiet">{words[summary.status]}</span>
      <time class="quiet" dateTime={new Date(summary.opened_at).toISOString()}>
        {formatDateTime(summary.opened_at)}
      </time>
    </a>
  );
}

function Colleagues() {
  const { caseStore } = useAppContext();
  const others = [...caseStore.people.value.values()].filter(
    (person) => person.isOnline && person.user !== caseStore.me.value?.user,
  );
  return (
    <p class="colleagues">
      {others.length > 0 && (
        <>
          <i class="dot" />
          <span>{`Online: ${others.map(({ name }) => name ?? "a colleague").join(", ")}`}</span>
        </>
      )}
    </p>
  );
}
