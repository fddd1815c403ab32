import type { EventBody, EventView } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import { nameIn } from "../presence.ts";
import type { ActiveCase } from "../case_store.ts";
import { authorName } from "../display_names.ts";
import { deadlineParts } from "../deadlines/lazy_parts.ts";
import { outcomeOf } from "../scheduled/outcome.ts";
import { formatDateTime, formatTime } from "../time_format.ts";
import type { Line } from "../timeline.ts";
import { Icon, type IconName } from "./icons.tsx";
import { useLazy } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

/** Something that happened, in a line. */
export function EventItem({ line, activeCase }: { line: Line; activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const me = caseStore.me.value?.user ?? null;
  const nameOf = (user: string) =>
    user === me
      ? wording().youObject
      : (nameIn(user, caseStore.people.value, activeCase.state.events) ?? wording().colleagueLower);
  const { author, body, at } = line;
  return (
    <li class="line">
      <Icon name={ICONS[body.kind] ?? "person"} small />
      <span>
        {sentence(
          line,
          isInWords(line) ? wording().theCustomer : authorName(author, me),
          me,
          nameOf,
          activeCase.state.events,
        ) ?? <OfTime body={body} who={authorName(author, me)} isMe={author.id === me} />}
      </span>
      <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
        {formatTime(at)}
      </time>
    </li>
  );
}

/** What is said of targets and promises comes when it is wanted. */
function OfTime(props: { body: EventBody; who: string; isMe: boolean }) {
  const parts = useLazy(deadlineParts);
  return parts && <parts.TimeSentence {...props} />;
}

/** Whether the assistant did what the customer's words asked for. */
function isInWords({ author, body }: Line): boolean {
  return body.kind === "escalated" && body.reason === "customer_asked" && author.role === "assistant";
}

const ICONS: Partial<Record<EventBody["kind"], IconName>> = {
  escalated: "flag",
  resolved: "closed",
  reopened: "reopen",
  rated: "star",
  rejected: "close",
  prioritized: "flag",
  subject_changed: "book",
  tagged: "tag",
  snoozed: "clock",
  woken: "clock",
  scheduled: "clock",
  schedule_cancelled: "close",
  promised: "clock",
  promise_withdrawn: "close",
  promise_missed: "flag",
  target_warned: "clock",
  target_missed: "flag",
};

function sentence(
  { author, body, seq }: Line,
  who: string,
  me: string | null,
  nameOf: (user: string) => string,
  events: readonly EventView[],
): string | null {
  const { happened, escalated, rejectionReasons, snoozeEnded, notSentBecause, sorting } = wording();
  const isMe = author.id !== null && author.id === me;
  switch (body.kind) {
    case "assigned":
      return body.agent === author.id
        ? happened.took(who, isMe)
        : happened.assigned(who, isMe, body.agent === me ? nameOf(body.agent) : (body.name ?? nameOf(body.agent)));
    case "unassigned":
    case "helped":
    case "resolved":
    case "reopened":
    case "claimed":
    case "erased":
    case "schedule_cancelled":
    case "unknown":
      return happened[body.kind](who, isMe);
    case "escalated":
      return escalated[body.reason](who, isMe);
    case "rated":
      return `${happened.rated(who, isMe, body.score)}${body.comment === null ? "" : `: “${body.comment}”`}`;
    case "participant_added":
      return happened.added(who, isMe, body.name ?? nameOf(body.user));
    case "participant_removed":
      return happened.removed(who, isMe, nameOf(body.user));
    case "snoozed":
      return body.until === null
        ? happened.snoozedForCustomer(who, isMe)
        : happened.snoozed(who, isMe, formatDateTime(body.until));
    case "scheduled": {
      const outcome = notSentBecause[outcomeOf(seq, events)];
      return `${happened.scheduled(who, isMe, formatDateTime(body.at))}${outcome === undefined ? "" : ` (${outcome})`}`;
    }
    case "woken":
      return author.role === "system" ? snoozeEnded : happened.woken(who, isMe);
    case "rejected":
      return happened.rejected(who, isMe, rejectionReasons[body.reason].toLocaleLowerCase());
    case "prioritized":
      return happened.prioritized(who, isMe, sorting.priorities[body.priority]);
    case "subject_changed":
      return happened.subjectChanged(who, isMe, body.subject);
    case "tagged":
      // Of a case that was erased nobody knows which.
      return happened.tagged(who, isMe, body.added, body.removed).replace(/\s*:\s*$/, "");
    default:
      return null;
  }
}
