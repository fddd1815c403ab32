import type { EventBody, RejectionReason } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import { nameIn } from "../presence.ts";
import type { ActiveCase } from "../case_store.ts";
import { authorName } from "../display_names.ts";
import { formatDateTime, formatTime } from "../time_format.ts";
import type { Line } from "../timeline.ts";
import { Icon, type IconName } from "./icons.tsx";

/** Something that happened, in a line. */
export function EventItem({ line, activeCase }: { line: Line; activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const me = caseStore.me.value?.user ?? null;
  const nameOf = (user: string) =>
    user === me ? "you" : (nameIn(user, caseStore.people.value, activeCase.state.events) ?? "a colleague");
  const { author, body, at } = line;
  return (
    <li class="line">
      <Icon name={ICONS[body.kind] ?? "person"} small />
      <span>{sentence(isInWords(line) ? "The customer" : authorName(author, me), author.id, body, nameOf)}</span>
      <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
        {formatTime(at)}
      </time>
    </li>
  );
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
};

const WHY: Record<RejectionReason, string> = {
  wrong: "wrong fact",
  outdated: "outdated source",
  tone: "wrong tone",
  not_needed: "not needed",
};
const ASKED = {
  customer_asked: "asked for a person",
  staff_asked: "asked for a colleague",
  not_helped: "was not helped by the assistant's answer and asked for a person",
  no_answer: "found no answer and asked for a person",
  policy: "passed this to a person, as the store wants it",
  failure: "failed and passed this to a person",
} as const;

function sentence(who: string, id: string | null, body: EventBody, nameOf: (user: string) => string): string {
  switch (body.kind) {
    case "assigned":
      return body.agent === id
        ? `${who} took the case`
        : `${who} assigned the case to ${body.name ?? nameOf(body.agent)}`;
    case "unassigned":
      return `${who} unassigned the case`;
    case "escalated":
      return `${who} ${ASKED[body.reason]}`;
    case "helped":
      return `${who} was helped by the assistant's answer`;
    case "resolved":
      return `${who} closed the case`;
    case "reopened":
      return `${who} reopened the case`;
    case "rated":
      return `${who} rated the help ${body.score} of 5${body.comment === null ? "" : `: “${body.comment}”`}`;
    case "participant_added":
      return `${who} let ${body.name ?? nameOf(body.user)} in`;
    case "participant_removed":
      return `${who} showed ${nameOf(body.user)} out`;
    case "rejected":
      return `${who} rejected the suggestion: ${WHY[body.reason]}`;
    default:
      return who;
  }
}
