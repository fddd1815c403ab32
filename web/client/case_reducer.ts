import type { Author, CaseView, EventView, Role } from "./generated/wire.ts";

/**
 * Where a case stands after an event, as the server would say: pushes carry the event alone. Whatever the server
 * says about the same head or a newer one replaces this. `before` are the events held, which say what a view does not.
 */
export function applyEvent(view: CaseView, event: EventView, before: readonly EventView[]): CaseView {
  const after = { ...view, ...change(view, event, before), head: event.seq };
  if (isBrought(event)) delete after.snoozed;
  if (isCalledOff(event, view.scheduled)) delete after.scheduled;
  return isBack(view, after, event) ? { ...after, assignee: null } : after;
}

/** Whether a settled case has come back, and not by whoever has it: then it is nobody's. */
function isBack(before: CaseView, { status }: CaseView, { author }: EventView): boolean {
  return before.status === "resolved" && status !== "resolved" && author.id !== before.assignee;
}

/** What is done with a case that was put aside brings it back, as the customer's words do. */
const BRINGING: readonly string[] = ["woken", "assigned", "unassigned", "escalated", "resolved"];

/** Whether a case that was put aside is back with this event. */
export function isBrought({ body: { kind }, author }: EventView): boolean {
  return BRINGING.includes(kind) || (isWords(kind) && author.role === "customer");
}

/** Whether a message for later is not sent any more: a person has answered, or nobody wants it or the case any more. */
function isCalledOff({ body, author }: EventView, scheduled: number | undefined): boolean {
  const isItself = "of" in body && body.of === scheduled;
  return isItself || body.kind === "resolved" || (isWords(body.kind) && isPerson(author.role));
}

function isWords(kind: string): boolean {
  return kind === "message" || kind === "approved";
}

function change(view: CaseView, { body, author, at, seq }: EventView, before: readonly EventView[]): Partial<CaseView> {
  const isByCustomer = author.role === "customer";
  switch (body.kind) {
    case "message":
    case "approved":
      return isByCustomer
        ? { ...withStatus(view, "waiting", at), customer_seq: seq }
        : answered(view, author, at, seq, before);
    case "escalated":
      return { ...withStatus(view, "waiting", at), ...(body.group === undefined ? {} : passedTo(body.group)) };
    case "resolved":
      return { ...withStatus(view, "resolved", at), suggestion: null };
    case "reopened":
      return withStatus(view, isByCustomer ? "waiting" : "open", at);
    case "claimed":
      return { customer: author.id as string };
    case "assigned":
      return { assignee: body.agent };
    case "unassigned":
      return { assignee: null };
    case "suggested":
      return { suggestion: seq };
    case "rejected":
      return { suggestion: null };
    case "prioritized":
      return { priority: body.priority };
    case "scheduled":
      return { scheduled: seq };
    case "snoozed":
      return { snoozed: { until: body.until } };
    default:
      return {};
  }
}

function answered(
  view: CaseView,
  { role }: Author,
  at: number,
  seq: number,
  before: readonly EventView[],
): Partial<CaseView> {
  if (isPerson(role)) return { ...withStatus(view, "open", at), person_seq: seq, suggestion: null };
  // Who has asked for a person still waits for one, whatever the assistant says meanwhile.
  return role === "assistant" && !isEscalated(before) ? withStatus(view, "open", at) : {};
}

/** A case that is passed to a group is nobody's until somebody of it has it. */
function passedTo(group: number): Partial<CaseView> {
  return { group, assignee: null };
}

/** Whether a person has been asked for and has neither answered nor settled the case since. */
function isEscalated(events: readonly EventView[]): boolean {
  const last = events.findLast(
    ({ body, author }) =>
      body.kind === "escalated" || body.kind === "resolved" || (isWords(body.kind) && isPerson(author.role)),
  );
  return last?.body.kind === "escalated";
}

function isPerson(role: Role): boolean {
  return role === "agent" || role === "lead";
}

function withStatus(view: CaseView, status: CaseView["status"], at: number): Partial<CaseView> {
  const isWaiting = status === "waiting";
  return { status, waiting_since: isWaiting ? (view.waiting_since ?? at) : null };
}
