import type { CaseSummary } from "../../client/index.ts";
import { useLayoutEffect } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { locationUrl, listLocation } from "../location.ts";
import { formatDate, formatDateTime } from "../time_format.ts";
import { listOf } from "../worklist.ts";
import { customerOf } from "./case-head.tsx";
import { isReadable } from "./case-page.tsx";
import { CommandButton } from "./command-button.tsx";
import { Grounds } from "./citations.tsx";
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
        <h2 dir="auto">{customerOf(activeCase)}</h2>
        <button type="button" class="button plain square" aria-label="Close customer" onClick={() => run("customer")}>
          <Icon name="close" />
        </button>
      </div>
      <Details activeCase={activeCase} />
      <Earlier activeCase={activeCase} />
      {activeCase.suggestion !== null && (
        <section class="why-beside">
          <h3>Why this draft</h3>
          <Grounds draft={activeCase.suggestion} />
        </section>
      )}
      <Colleagues />
    </div>
  );
}

function Details({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const { state, summary } = activeCase;
  const store = summary?.store ?? state.view?.store ?? "";
  const openedAt = state.view?.opened_at ?? summary?.opened_at ?? null;
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
          name="Signed in"
          value={(summary?.customer ?? state.view?.customer ?? "").startsWith("c_") ? "Shop account" : "Visitor"}
        />
        {openedAt !== null && <Detail name="Case opened" value={formatDateTime(openedAt)} />}
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

/** The customer's other cases, among those that the lists have read. */
function Earlier({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const customer = activeCase.summary?.customer ?? activeCase.state.view?.customer;
  useLayoutEffect(() => {
    if (caseStore.me.value === null) return;
    for (const list of ["waiting", "open", "closed"] as const) caseStore.load(list);
  }, [activeCase.id, caseStore.me.value]);
  const others = [...caseStore.lists.value.known.values()]
    .filter((summary) => summary.customer === customer && summary.case !== activeCase.id)
    .sort((a, b) => b.opened_at - a.opened_at);
  return (
    <section class="earlier">
      <h3>Other cases</h3>
      {others.length === 0 ? (
        <p class="quiet">None in the cases loaded so far</p>
      ) : (
        <ul>
          {others.slice(0, 8).map((summary) => (
            <li key={summary.case}>
              <EarlierCase summary={summary} />
            </li>
          ))}
        </ul>
      )}
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
      <span class="quiet">{formatDate(summary.opened_at)}</span>
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
