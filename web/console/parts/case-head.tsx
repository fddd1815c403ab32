import { useAppContext } from "../app_context.ts";
import { nameIn } from "../presence.ts";
import type { ActiveCase } from "../case_store.ts";
import { customerName, shortId } from "../display_names.ts";
import { locationUrl, listLocation } from "../location.ts";
import { pendingOutcome } from "../pending_commands.ts";
import { CommandButton } from "./command-button.tsx";
import { Icon } from "./icons.tsx";

/** What the case is about, where it stands, and what ends it. */
export function CaseHead({ activeCase }: { activeCase: ActiveCase }) {
  const { router, run } = useAppContext();
  return (
    <header class="case-head">
      <a
        class="button plain square back"
        href={locationUrl(listLocation(router.location.value.list))}
        aria-label="Back to the list"
      >
        <Icon name="back" />
      </a>
      <div class="case-title">
        <h1 class="cut" dir="auto">
          {subjectOf(activeCase)}
        </h1>
        <p>
          <span class="wide">{shortId(activeCase.id)}</span>
          <span class="standing">{standingWords(activeCase)}</span>
          <Assignee activeCase={activeCase} />
        </p>
      </div>
      <Viewing activeCase={activeCase} />
      <CommandButton id="assign" look="plain" class="wide">
        Assign to me
      </CommandButton>
      <CommandButton id="done">Done</CommandButton>
      <CommandButton id="reopen">Reopen</CommandButton>
      <button
        type="button"
        class="button plain square customer-toggle"
        aria-label="Customer"
        aria-keyshortcuts="i"
        onClick={() => run("customer")}
      >
        <Icon name="person" />
      </button>
    </header>
  );
}

/** The first words of the case stand in for a subject where the list has none yet. */
export function subjectOf({ state, summary }: ActiveCase): string {
  const opening = state.events[0]?.body;
  const first = opening?.kind === "opened" ? (opening.text?.split("\n")[0] ?? null) : null;
  return summary?.subject ?? first ?? (state.isSynced ? "Case" : "Loading");
}

/** What the case's customer is called. */
export function customerOf({ state, summary }: ActiveCase): string {
  const author = state.events.find((event) => event.author.role === "customer")?.author;
  return customerName(
    summary?.customer_name ?? author?.name ?? null,
    summary?.customer ?? state.view?.customer ?? author?.id ?? "",
  );
}

function standingWords({ state, summary }: ActiveCase): string {
  const words = { waiting: "Needs a reply", open: "Open", resolved: "Closed" };
  const heading = pendingOutcome(state.pending);
  if (heading !== null) return heading === "closed" ? "Closing" : "Reopening";
  const status = state.view?.status ?? summary?.status;
  return status === undefined ? "" : words[status];
}

function Assignee({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const assignee = activeCase.state.view?.assignee ?? null;
  if (assignee === null) return <span>Unassigned</span>;
  const name =
    nameIn(assignee, caseStore.people.value, activeCase.state.events) ??
    activeCase.summary?.assignee_name ??
    "a colleague";
  return <span class="cut">{assignee === caseStore.me.value?.user ? "Assigned to you" : `Assigned to ${name}`}</span>;
}

function Viewing({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const here = activeCase.viewers.filter((viewer) => viewer.until > caseStore.now.value);
  const names = here.map(({ user }) => nameIn(user, caseStore.people.value, activeCase.state.events) ?? "A colleague");
  return (
    <span class="viewing widest" role="status">
      {names.length > 0 && `${names.join(", ")} ${names.length === 1 ? "is" : "are"} viewing`}
    </span>
  );
}
