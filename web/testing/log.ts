import type { Posted } from "../client/api.ts";
import { applyEvent } from "../client/case_reducer.ts";
import type { Attachment, Author, CaseSummary, CaseView, Code, EventBody, EventView } from "../client/index.ts";
import type { ReadMark } from "../client/generated/wire.ts";
import { bodyOf } from "./bodies.ts";
import { type Person, nameOfStaff } from "./people.ts";
import { summaryOf } from "./summaries.ts";

/** An event as the log has it; what a viewer gets is derived. */
export interface Stored {
  seq: number;
  at: number;
  id: string;
  author: Author;
  body: EventBody;
  /** What was asked for; null: by no command. */
  digest: string | null;
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
  "promise_missed",
  "target_warned",
  "target_missed",
];

/** Takes the words and the name out of an event. */
function erase(event: Stored): void {
  event.author = { ...event.author, name: null };
  if ("text" in event.body) event.body = { ...event.body, text: null };
}

/** Somebody of the staff, who sees all that there is. */
const STAFF: Person = { id: "", role: "agent" };

/** A case's log as the service keeps it: dense, appended to exactly once per command. */
export class CaseLog {
  readonly events: Stored[] = [];
  /** Up to where each user has read. */
  readonly reads = new Map<string, ReadMark>();

  constructor(
    readonly id: string,
    readonly store: string,
    /** Who has opened it. */
    private readonly opener: string,
    /** More events than this after a cursor are `behind`. */
    private readonly page: number,
    /** How the case stood before the events that a test is about. */
    readonly start: Partial<CaseSummary> = {},
  ) {}

  /** Whose it is: who has opened it, or claimed it since. */
  get customer(): string {
    const claimed = this.events.findLast(({ body }) => body.kind === "claimed");
    return claimed?.author.id ?? this.opener;
  }

  /** Writes what a command asks for, once. */
  append(by: Person, frame: Posted, now: number, files: readonly Attachment[] = []): Result {
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
    const body = bodyOf(frame, { by, events: this.events, now, files, nameOf: nameOfStaff });
    return {
      kind: "ack",
      event: this.add({ role: by.role, id: by.id, name: by.name ?? null }, body, now, frame.id, digest),
    };
  }

  /** Writes what anybody did, by whatever way. */
  add(author: Author, body: EventBody, at: number, id: string, digest: string | null = null): Stored {
    const event: Stored = { seq: this.events.length + 1, at, id, author, body, digest };
    if (body.kind === "erased") for (const before of this.events) erase(before);
    this.events.push(event);
    return event;
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

  /** Where the case stands, by the reducer that is held to the real service's vectors. */
  view(viewer: Person): CaseView {
    return this.#fold(viewer).view;
  }

  /** Since when it has its status. */
  get since(): number {
    return this.#fold(STAFF).since;
  }

  /** What a list says of it to the staff. */
  get summary(): CaseSummary {
    return summaryOf(this, STAFF);
  }

  #fold(viewer: Person): { view: CaseView; since: number } {
    const seen = this.visible(viewer);
    let view = this.#opened(seen[0], viewer);
    let since = view.opened_at;
    seen.slice(1).forEach((event, index) => {
      const { status } = view;
      view = applyEvent(view, event, seen.slice(0, index + 1));
      if (view.status !== status) since = event.at;
    });
    return { view, since };
  }

  #opened(first: EventView | undefined, { role }: Person): CaseView {
    const { status = "waiting", assignee = null, group, priority = "normal", suggestion } = this.start;
    const at = first?.at ?? 0;
    return {
      case: this.id,
      store: this.store,
      customer: this.opener,
      status,
      head: first?.seq ?? 0,
      assignee,
      opened_at: at,
      waiting_since: status === "waiting" ? at : null,
      customer_seq: 1,
      person_seq: 0,
      suggestion: suggestion === true ? 0 : null,
      ...(group === undefined ? {} : { group }),
      ...(role === "customer" ? {} : { priority }),
    };
  }
}

/** The service compares what was asked for, not from where: `after` may differ. */
function digestOf(frame: Posted): string {
  const asked = Object.entries(frame).filter(([name]) => name !== "after" && name !== "pre_chat");
  return JSON.stringify(asked.sort(([a], [b]) => (a < b ? -1 : 1)));
}
