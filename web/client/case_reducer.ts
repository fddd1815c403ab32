import type { CaseView, EventView } from "./generated/wire.ts";

/**
 * Where a case stands after an event, as the server would say: pushes carry the event alone. Whatever the server
 * says about the same head or a newer one replaces this.
 */
export function applyEvent(view: CaseView, event: EventView): CaseView {
  return { ...view, ...change(view, event), head: event.seq };
}

function change(view: CaseView, { body, author, at, seq }: EventView): Partial<CaseView> {
  const isByCustomer = author.role === "customer";
  switch (body.kind) {
    case "message":
    case "approved":
      return isByCustomer
        ? { ...withStatus(view, "waiting", at), customer_seq: seq }
        : answered(view, author.role, at, seq);
    case "escalated":
      return withStatus(view, "waiting", at);
    case "resolved":
      return { ...withStatus(view, "resolved", at), suggestion: null };
    case "reopened":
      return withStatus(view, isByCustomer ? "waiting" : "open", at);
    case "assigned":
      return { assignee: body.agent };
    case "unassigned":
      return { assignee: null };
    case "suggested":
      return { suggestion: seq };
    case "rejected":
      return { suggestion: null };
    default:
      return {};
  }
}

function answered(view: CaseView, role: string, at: number, seq: number): Partial<CaseView> {
  const isPerson = role === "agent" || role === "lead";
  return isPerson ? { ...withStatus(view, "open", at), person_seq: seq, suggestion: null } : {};
}

function withStatus(view: CaseView, status: CaseView["status"], at: number): Partial<CaseView> {
  const isWaiting = status === "waiting";
  return { status, waiting_since: isWaiting ? (view.waiting_since ?? at) : null };
}
