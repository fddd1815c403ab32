import type { Author, CaseView, ClientFrame, Code, EventBody, EventView, ReadMark, Role } from "../generated/wire.ts";
import type { Posted } from "../api.ts";
import { applyEvent } from "../case_reducer.ts";

/** An event as the log has it; what a viewer gets is derived. */
interface Stored {
  seq: number;
  at: number;
  id: string;
  author: Author;
  body: EventBody;
  digest: string;
}

export interface Person {
  id: string;
  role: Role;
}

type Result = { kind: "ack"; event: Stored } | { kind: "behind"; events: Stored[] } | { kind: "refused"; code: Code };

const HIDDEN: readonly EventBody["kind"][] = [
  "note",
  "suggested",
  "rejected",
  "participant_added",
  "participant_removed",
  "prioritized",
  "subject_changed",
  "tagged",
  "snoozed",
  "woken",
  "scheduled",
  "schedule_cancelled",
];

/** A case's log as the service keeps it: dense, appended to exactly once per command. */
export class CaseLog {
  readonly events: Stored[] = [];
  /** Up to where each user has read. */
  readonly reads = new Map<string, ReadMark>();

  constructor(
    readonly id: string,
    readonly store: string,
    readonly customer: string,
    /** More events than this after a cursor are `behind`. */
    private readonly page: number,
  ) {}

  append(by: Person, frame: Posted, now: number): Result {
    const after = frame.action === "open" ? 0 : frame.after;
    const since = this.events.filter(({ seq }) => seq > after);
    const isKnown = after === 0 ? frame.action === "open" : this.events.some(({ seq }) => seq === after);
    if (!isKnown) return { kind: "refused", code: "unknown_cursor" };
    if (since.length > this.page) {
      // The page that is answered with shows its reader something: pages of hidden events are passed over.
      const start = since.findIndex((event) => this.isVisible(event, by));
      if (start >= 0) return { kind: "behind", events: since.slice(start, start + this.page) };
    }
    const known = since.find((event) => event.id === frame.id && event.author.id === by.id);
    const digest = digestOf(frame);
    if (known) return known.digest === digest ? { kind: "ack", event: known } : { kind: "refused", code: "id_reused" };
    const author: Author = { role: by.role, id: by.id, name: by.role === "customer" ? null : "Ines" };
    const event: Stored = { seq: this.events.length + 1, at: now, id: frame.id, author, body: bodyOf(frame), digest };
    this.events.push(event);
    return { kind: "ack", event };
  }

  /** What this viewer sees of events after a cursor; none where the cursor is unknown. */
  after(viewer: Person, cursor: number): EventView[] | null {
    const isKnown = cursor === 0 || this.events.some(({ seq }) => seq === cursor);
    return isKnown ? this.visible(viewer).filter(({ seq }) => seq > cursor) : null;
  }

  visible(viewer: Person): EventView[] {
    let previous = 0;
    return this.events
      .filter((event) => this.isVisible(event, viewer))
      .map(({ digest: _, ...event }) => {
        const view = { ...event, prev_visible: previous };
        previous = event.seq;
        return view;
      });
  }

  isVisible(event: Stored, viewer: Person): boolean {
    if (viewer.role !== "customer") return true;
    const { body } = event;
    // What becomes of words that a customer never saw shows them nothing either.
    const shown = body.kind === "withdrawn" ? this.events.find(({ seq }) => seq === body.of)?.body : body;
    return shown === undefined || !HIDDEN.includes(shown.kind);
  }

  view(viewer: Person): CaseView {
    const seen = this.visible(viewer);
    const at = this.events[0]?.at ?? 0;
    const opened: CaseView = {
      case: this.id,
      store: this.store,
      customer: this.customer,
      status: "waiting",
      head: seen[0]?.seq ?? 0,
      assignee: null,
      opened_at: at,
      waiting_since: at,
      customer_seq: 1,
      person_seq: 0,
      suggestion: null,
      ...(viewer.role === "customer" ? {} : { priority: "normal" }),
    };
    return seen.slice(1).reduce((view, event, index) => applyEvent(view, event, seen.slice(0, index + 1)), opened);
  }
}

/** The service compares what was asked for, not from where: `after` may differ. */
function digestOf(frame: ClientFrame): string {
  const asked = Object.entries(frame).filter(([name]) => name !== "after");
  return JSON.stringify(asked.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function bodyOf(frame: Posted): EventBody {
  switch (frame.action) {
    case "open":
      return { kind: "opened", text: frame.text, locale: frame.locale ?? null };
    case "send":
      return { kind: "message", text: frame.text, answers: frame.answers ?? null, sources: [] };
    case "note":
      return { kind: "note", text: frame.text };
    case "resolve":
      return { kind: "resolved" };
    case "reopen":
      return { kind: "reopened" };
    case "withdraw":
      return { kind: "withdrawn", of: frame.of };
    default:
      return { kind: "escalated", reason: "customer_asked", tried: null };
  }
}
