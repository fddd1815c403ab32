// The wire contract as TypeScript. Overwritten by `cargo xtask types`; never edited by hand after that.

export type Role = "customer" | "agent" | "lead" | "assistant" | "system";
export type Status = "waiting" | "open" | "resolved";
export type EscalationReason = "customer_asked" | "no_answer" | "policy" | "failure";
export type RejectionReason = "wrong" | "outdated" | "tone" | "not_needed";
export type Code =
  | "bad_frame" | "unknown_action" | "too_long" | "not_found" | "unauthorized" | "expired" | "overtaken" | "id_reused"
  | "unknown_cursor" | "not_allowed" | "wrong_state" | "already_decided" | "answers_missing" | "busy" | "internal"
  | "rate_limited";

export type Author = { role: Role; id: string | null; name: string | null };
export type Source = { answer: string; question: string; quote: string };
export type Head = { case: string; head: number };

export type EventView = { seq: number; prev_visible: number; at: number; id: string; author: Author; body: EventBody };
export type EventBody =
  | { kind: "opened"; text: string | null; locale: string | null }
  | { kind: "message"; text: string | null; answers: number | null; sources: Array<Source> }
  | { kind: "note"; text: string | null }
  | { kind: "assigned"; agent: string; name: string | null }
  | { kind: "unassigned" }
  | { kind: "escalated"; reason: EscalationReason }
  | { kind: "resolved" }
  | { kind: "reopened" }
  | { kind: "rated"; score: number; comment: string | null }
  | { kind: "participant_added"; user: string; name: string | null }
  | { kind: "participant_removed"; user: string }
  | { kind: "withdrawn"; of: number }
  | { kind: "suggested"; answers: number; text: string | null; sources: Array<Source> }
  | { kind: "approved"; suggestion: number; answers: number; text: string | null; edited: boolean; sources: Array<Source> }
  | { kind: "rejected"; suggestion: number; reason: RejectionReason };

export type CaseView = {
  case: string; store: string; customer: string; status: Status; head: number; assignee: string | null;
  opened_at: number; waiting_since: number | null; customer_seq: number; person_seq: number; suggestion: number | null;
};
export type CaseSummary = {
  case: string; store: string; customer: string; customer_name: string | null; subject: string | null;
  excerpt: string | null; last_role: Role; seq: number; status: Status; assignee: string | null;
  assignee_name: string | null; opened_at: number; updated_at: number; waiting_since: number | null; suggestion: boolean;
};

export type ClientFrame =
  | { action: "open"; id: string; store: string; text: string; locale?: string }
  | { action: "send"; id: string; case: string; after: number; text: string; answers?: number; anyway?: boolean }
  | { action: "note"; id: string; case: string; after: number; text: string }
  | { action: "sync"; id: string; case: string; after: number }
  | { action: "heartbeat"; id: string; cases: Array<Head> }
  | { action: "read"; case: string; seq: number }
  | { action: "typing"; case: string; on: boolean }
  | { action: "assign"; id: string; case: string; after: number; agent: string; name?: string }
  | { action: "unassign"; id: string; case: string; after: number }
  | { action: "escalate"; id: string; case: string; after: number }
  | { action: "approve"; id: string; case: string; after: number; suggestion: number; text?: string; answers?: number; anyway?: boolean }
  | { action: "reject"; id: string; case: string; after: number; suggestion: number; reason: RejectionReason }
  | { action: "resolve"; id: string; case: string; after: number }
  | { action: "reopen"; id: string; case: string; after: number }
  | { action: "rate"; id: string; case: string; after: number; score: number; comment?: string }
  | { action: "withdraw"; id: string; case: string; after: number; of: number }
  | { action: "add_participant"; id: string; case: string; after: number; user: string; name?: string }
  | { action: "remove_participant"; id: string; case: string; after: number; user: string };

export type ServerFrame =
  | { action: "ack"; id: string; case: string; event: EventView; missed: Array<EventView>; more: boolean; view: CaseView }
  | { action: "behind"; id: string; case: string; events: Array<EventView>; head: number; more: boolean; view: CaseView }
  | { action: "missed"; id: string; case: string; events: Array<EventView>; head: number; more: boolean; view: CaseView }
  | { action: "event"; case: string; event: EventView }
  | { action: "typing"; case: string; user: string; role: Role; name: string | null; on: boolean }
  | { action: "presence"; store: string; user: string; name: string | null; online: boolean }
  | { action: "worklist"; store: string; summary: CaseSummary }
  | { action: "read"; case: string; user: string; role: Role; seq: number }
  | { action: "beat"; id: string; behind: Array<Head> }
  | { action: "error"; code: Code; message: string; id: string | null };

export type Problem = { type: string; title: string; status: number; detail: string; code: Code };
export type VisitorRequest = { store: string };
export type VisitorToken = { token: string; user: string; store: string; expires: number };
export type Me = { user: string; role: Role; name: string | null; stores: Array<string>; expires: number };
export type StoreView = { id: string; name: string };
export type OpenCase = { id: string; store: string; text: string; locale?: string };
export type CasePage = { cases: Array<CaseSummary>; next: string | null };
export type EventPage = { events: Array<EventView>; head: number; more: boolean; view: CaseView };
