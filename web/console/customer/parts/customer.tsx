import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { languageName } from "../../answers/languages.ts";
import { initials } from "../../display_names.ts";
import { formatDateTime, formatDuration } from "../../time_format.ts";
import { searchParts } from "../../search/lazy_parts.ts";
import { preChatParts } from "../../pre_chat/lazy_parts.ts";
import { customerOf } from "../../parts/case-head.tsx";
import { CommandButton } from "../../parts/command-button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { LazyPart } from "../../parts/lazy-part.tsx";
import { PersonalDataSection } from "../../parts/personal-data-section.tsx";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/customer.css?inline";
import { wording } from "../../words/index.ts";

adoptStyles(css);

/** What is known of the customer of a case. */
export function Customer({ activeCase }: { activeCase: ActiveCase }) {
  const { run } = useAppContext();
  const { store, customer } = activeCase.summary ?? activeCase.state.view ?? {};
  return (
    <div class="customer">
      <div class="customer-head">
        <span class="avatar" aria-hidden="true">
          {initials(customerOf(activeCase))}
        </span>
        <h2 dir="auto">{customerOf(activeCase)}</h2>
        <button
          type="button"
          class="button plain square"
          aria-label={wording().closeCustomer}
          onClick={() => run("customer")}
        >
          <Icon name="close" />
        </button>
      </div>
      <Details activeCase={activeCase} />
      <LazyPart of={preChatParts()}>
        {({ FormAnswers, words }) => <FormAnswers key={activeCase.id} activeCase={activeCase} words={words} />}
      </LazyPart>
      <Earlier activeCase={activeCase} />
      {store !== undefined && customer !== undefined && (
        <PersonalDataSection store={store} customer={customer} id={activeCase.id} />
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
  const { details: words } = wording();
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
        <Detail name={words.store} value={caseStore.stores.value[store] ?? store} />
        <Detail
          name={words.account}
          value={
            (summary?.customer ?? state.view?.customer ?? "").startsWith("c_") ? words.signedIn : words.notSignedIn
          }
        />
        {openedAt !== null && <Detail name={words.opened} value={formatDateTime(openedAt)} />}
        {waitingSince !== null && (
          <Detail name={words.waiting} value={formatDuration(caseStore.now.value - waitingSince)} />
        )}
        {locale !== null && <Detail name={words.language} value={languageName(locale)} />}
        {rated !== undefined && <Detail name={words.rating} value={words.score(rated.score)} />}
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

/** The customer's other cases, once the parts are there that find them. */
function Earlier({ activeCase }: { activeCase: ActiveCase }) {
  const words = wording();
  return (
    <section class="earlier">
      <h3>{words.otherConversations}</h3>
      <LazyPart of={searchParts}>{({ OtherCases }) => <OtherCases activeCase={activeCase} />}</LazyPart>
    </section>
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
          <span>{wording().online(others.map(({ name }) => name ?? wording().colleagueLower).join(", "))}</span>
        </>
      )}
    </p>
  );
}
