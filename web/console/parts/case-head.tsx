import { useAppContext } from "../app_context.ts";
import { nameIn } from "../presence.ts";
import type { ActiveCase } from "../case_store.ts";
import { customerName, shortId } from "../display_names.ts";
import { deadlineParts } from "../deadlines/lazy_parts.ts";
import { locationUrl, listLocation } from "../location.ts";
import { pendingOutcome } from "../pending_commands.ts";
import { erasedUpTo, labelsOf } from "../sorting/labels.ts";
import { CaseMarks } from "../sorting/parts/case-marks.tsx";
import { GroupLabel } from "../team/parts/group-label.tsx";
import { CommandButton } from "./command-button.tsx";
import { Icon } from "./icons.tsx";
import { useLazy } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";
import type { EventView } from "../../client/index.ts";

/** What the case is about, where it stands, and what ends it. */
export function CaseHead({ activeCase }: { activeCase: ActiveCase }) {
  const { router, run } = useAppContext();
  const words = wording();
  return (
    <header class="case-head">
      <a
        class="button plain square back"
        href={locationUrl(listLocation(router.location.value.list))}
        aria-label={words.backToList}
      >
        <Icon name="back" />
      </a>
      <div class="case-title">
        <h1 class="cut" dir="auto">
          {subjectOf(activeCase)}
        </h1>
        <p>
          <Due activeCase={activeCase} />
          <span class="wide">{shortId(activeCase.id)}</span>
          <span class="standing">{standingWords(activeCase)}</span>
          <Viewing activeCase={activeCase} />
          <Assignee activeCase={activeCase} />
          <ForGroup activeCase={activeCase} />
          <CaseMarks activeCase={activeCase} />
        </p>
      </div>
      <CommandButton id="label" look="plain" class="roomy">
        {words.sorting.label}
      </CommandButton>
      <CommandButton id="assign" look="plain" class="wide">
        {words.commands.assign}
      </CommandButton>
      <CommandButton id="snooze" look="plain" class="wide">
        <Icon name="clock" />
        <span class="unseen">{words.commands.snooze}</span>
      </CommandButton>
      <CommandButton id="done">{words.buttons.done}</CommandButton>
      <CommandButton id="reopen">{words.buttons.reopen}</CommandButton>
      <button
        type="button"
        class="button plain square case-more"
        aria-label={words.commands.actions}
        aria-haspopup="dialog"
        onClick={() => run("actions")}
      >
        <Icon name="dots" />
      </button>
      <button
        type="button"
        class="button plain square customer-toggle"
        aria-label={words.customer}
        aria-keyshortcuts="i"
        onClick={() => run("customer")}
      >
        <Icon name="person" />
      </button>
    </header>
  );
}

/** The first words of the case stand in for a subject where the list has none yet. */
export function subjectOf(activeCase: ActiveCase): string {
  const { state } = activeCase;
  const { subject } = labelsOf(activeCase);
  if (subject !== null) return subject;
  const opening = state.events[0]?.body;
  const first = opening?.kind === "opened" ? (opening.text?.split("\n")[0] ?? null) : null;
  const { conversation, erased, loading } = wording();
  if (first !== null) return first;
  return erasedUpTo(state.events) > 0 ? erased : state.isSynced ? conversation : loading;
}

/** What the case's customer is called. */
export function customerOf(activeCase: ActiveCase): string {
  const { state, summary } = activeCase;
  return customerName(
    ownNameOf(activeCase),
    summary?.customer ?? state.view?.customer ?? authorOf(activeCase)?.id ?? "",
  );
}

/** The customer's own name; null for a visitor who gave none. */
export function ownNameOf(activeCase: ActiveCase): string | null {
  return activeCase.summary?.customer_name ?? authorOf(activeCase)?.name ?? null;
}

function authorOf({ state }: ActiveCase): EventView["author"] | undefined {
  return state.events.find((event) => event.author.role === "customer")?.author;
}

function standingWords({ state, summary }: ActiveCase): string {
  const words = wording();
  const heading = pendingOutcome(state.pending);
  if (heading !== null) return heading === "closed" ? words.closing : words.reopening;
  const status = state.view?.status ?? summary?.status;
  return status === undefined ? "" : words.status[status];
}

function Assignee({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const words = wording();
  const assignee = activeCase.state.view?.assignee ?? null;
  if (assignee === null) return <span class="cut">{words.unassigned}</span>;
  const name =
    nameIn(assignee, caseStore.people.value, activeCase.state.events) ??
    activeCase.summary?.assignee_name ??
    words.colleagueLower;
  return (
    <span class="cut">{assignee === caseStore.me.value?.user ? words.assignedToYou : words.assignedTo(name)}</span>
  );
}

function ForGroup({ activeCase: { state, summary } }: { activeCase: ActiveCase }) {
  // Pushed events move the view, so it goes before the list.
  const { store, group } = state.view ?? summary ?? {};
  return store === undefined || group === undefined ? null : <GroupLabel store={store} group={group} class="cut" />;
}

/** The nearest target. What was promised stands above the composer. */
function Due({ activeCase: { summary } }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const nearest = summary?.deadlines?.find(({ kind }) => kind !== "promise");
  const parts = useLazy(nearest ? deadlineParts : null);
  return parts && nearest ? <parts.TimeLeft nearest={nearest} now={caseStore.now.value} /> : null;
}

function Viewing({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const here = activeCase.viewers.filter((viewer) => viewer.until > caseStore.now.value);
  const names = here.map(
    ({ user }) => nameIn(user, caseStore.people.value, activeCase.state.events) ?? wording().colleague,
  );
  return (
    <span class="viewing widest cut" role="status">
      {names.length > 0 && wording().viewing(names)}
    </span>
  );
}
