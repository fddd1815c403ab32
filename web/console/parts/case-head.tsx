import { useBench } from "../bench.ts";
import { nameIn } from "../company.ts";
import type { Room } from "../desk.ts";
import { customerName, shortId } from "../naming.ts";
import { addressOf, inList } from "../place.ts";
import { bound } from "../waiting.ts";
import { CommandButton } from "./command-button.tsx";
import { Icon } from "./icons.tsx";

/** What the case is about, where it stands, and what ends it. */
export function CaseHead({ room }: { room: Room }) {
  const { stage, run } = useBench();
  return (
    <header class="case-head">
      <a class="button plain square back" href={addressOf(inList(stage.place.value.list))} aria-label="Back to the list">
        <Icon name="back" />
      </a>
      <div class="case-title">
        <h1 class="cut" dir="auto">{subjectOf(room)}</h1>
        <p>
          <span class="mono wide">{shortId(room.id)}</span>
          <span class="standing">{standingWords(room)}</span>
          <Assignee room={room} />
        </p>
      </div>
      <Viewing room={room} />
      <CommandButton id="assign" look="plain" class="wide">Assign to me</CommandButton>
      <CommandButton id="done">Done</CommandButton>
      <CommandButton id="reopen">Reopen</CommandButton>
      <button type="button" class="button plain square customer-toggle" aria-label="Customer" aria-keyshortcuts="i" onClick={() => run("customer")}>
        <Icon name="person" />
      </button>
    </header>
  );
}

/** The first words of the case stand in for a subject where the list has none yet. */
export function subjectOf({ state, summary }: Room): string {
  const opening = state.events[0]?.body;
  const first = opening?.kind === "opened" ? (opening.text?.split("\n")[0] ?? null) : null;
  return summary?.subject ?? first ?? (state.isSynced ? "Case" : "Loading");
}

/** What the case's customer is called. */
export function customerOf({ state, summary }: Room): string {
  const author = state.events.find((event) => event.author.role === "customer")?.author;
  return customerName(summary?.customer_name ?? author?.name ?? null, summary?.customer ?? state.view?.customer ?? author?.id ?? "");
}

function standingWords({ state, summary }: Room): string {
  const words = { waiting: "Needs a reply", open: "Open", resolved: "Closed" };
  const heading = bound(state.pending);
  if (heading !== null) return heading === "closed" ? "Closing" : "Reopening";
  const status = state.view?.status ?? summary?.status;
  return status === undefined ? "" : words[status];
}

function Assignee({ room }: { room: Room }) {
  const { desk } = useBench();
  const assignee = room.state.view?.assignee ?? null;
  if (assignee === null) return <span>Unassigned</span>;
  const name = nameIn(assignee, desk.people.value, room.state.events) ?? room.summary?.assignee_name ?? "a colleague";
  return <span class="cut">{assignee === desk.me.value?.user ? "Assigned to you" : `Assigned to ${name}`}</span>;
}

function Viewing({ room }: { room: Room }) {
  const { desk } = useBench();
  const here = room.viewers.filter((viewer) => viewer.until > desk.now.value);
  const names = here.map(({ user }) => nameIn(user, desk.people.value, room.state.events) ?? "A colleague");
  return (
    <span class="viewing widest" role="status">
      {names.length > 0 && `${names.join(", ")} ${names.length === 1 ? "is" : "are"} viewing`}
    </span>
  );
}
