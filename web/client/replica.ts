import { applyEvent } from "./case_reducer.ts";
import type { CaseView, EventView } from "./generated/wire.ts";
import { has, parseStored } from "./stored.ts";

/** What is kept of a replica over a reload. */
interface PersistedState {
  events: EventView[];
  view: CaseView | null;
  /** By user, the seq up to which they have read; none in what an earlier version has kept. */
  reads?: Readonly<Record<string, number>>;
}

/** How many of the newest events are kept over a reload. */
const PERSISTED_EVENTS = 50;

/**
 * One case's log as far as this client holds it: gap-free from its first event to its last. Pure: it asks nobody,
 * it only says that something is missing.
 */
export class Replica {
  events: readonly EventView[] = [];
  view: CaseView | null = null;
  /** Events beyond a gap, by seq, until what lies between has come. */
  readonly #ahead = new Map<number, EventView>();

  /** The newest event held; 0 for none. */
  get head(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** What a command names as `after`: the newest event known to exist and to have been looked at. */
  get cursor(): number {
    return this.head || (this.view?.head ?? 0);
  }

  get hasOlder(): boolean {
    const first = this.events[0];
    return first ? first.prev_visible > 0 : this.cursor > 0;
  }

  get hasGap(): boolean {
    return this.#ahead.size > 0;
  }

  /**
   * Takes events in any order, any number of times; returns those that are new, in order. What does not join on to
   * the newest event waits beyond the gap.
   */
  merge(events: readonly EventView[], view?: CaseView): EventView[] {
    for (const event of events) if (event.seq > this.head) this.#ahead.set(event.seq, event);
    const fresh = this.#join();
    if (fresh.length > 0) this.events = withdraw([...this.events, ...fresh], fresh);
    if (view && view.head >= (this.view?.head ?? 0)) this.view = view;
    return fresh;
  }

  /** Takes the newest page of the log, which an empty replica starts from. */
  begin(page: readonly EventView[], view: CaseView): EventView[] {
    if (this.head > 0) return this.merge(page, view);
    this.events = withdraw(page, page);
    this.merge([], view);
    return [...page];
  }

  /** Puts an earlier page in front. */
  prepend(events: readonly EventView[]): void {
    const first = this.events[0]?.seq ?? Infinity;
    const joined = events.filter((event) => event.seq < first).concat(this.events);
    this.events = withdraw(joined, joined);
  }

  has(author: string, id: string): boolean {
    return this.events.some((event) => event.id === id && event.author.id === author);
  }

  /** Forgets everything: the log is not the one that this was read from, or is too far ahead to catch up with. */
  drop(): void {
    this.events = [];
    this.view = null;
    this.#ahead.clear();
  }

  /** Gives up on what lies beyond a gap; it will be asked for again. */
  dropAhead(): void {
    this.#ahead.clear();
  }

  keep(reads: Readonly<Record<string, number>>): string {
    const stored: PersistedState = { events: this.events.slice(-PERSISTED_EVENTS), view: this.view, reads };
    return JSON.stringify(stored);
  }

  static restore(stored: string | null): Replica {
    const replica = new Replica();
    const persisted = parseStored(stored, isPersisted);
    if (persisted === null) return replica;
    replica.events = persisted.events;
    replica.view = persisted.view;
    return replica;
  }

  /** What joins on to the newest event, and on to that. Nothing joins on to an empty replica but the log's first. */
  #join(): EventView[] {
    const fresh: EventView[] = [];
    let head = this.head;
    for (const event of [...this.#ahead.values()].sort((a, b) => a.seq - b.seq)) {
      if (event.prev_visible > head) break;
      this.#ahead.delete(event.seq);
      if (event.seq <= head) continue;
      if (this.view && event.seq > this.view.head) {
        this.view = applyEvent(this.view, event, [...this.events, ...fresh]);
      }
      fresh.push(event);
      head = event.seq;
    }
    return fresh;
  }
}

/** How far everybody had read when a replica was kept: the service tells it over a socket alone. */
export function persistedReads(stored: string | null): Readonly<Record<string, number>> {
  return parseStored(stored, isPersisted)?.reads ?? {};
}

function isPersisted({ events, view, reads }: PersistedState): boolean {
  const areEvents = events.every(
    (event) =>
      has(event, "number", "seq", "prev_visible", "at") &&
      has(event, "string", "id") &&
      has(event.author, "string", "role") &&
      has(event.body, "string", "kind"),
  );
  const isView = view === null || (has(view, "string", "case", "status") && has(view, "number", "head"));
  return areEvents && isView && (reads === undefined || typeof reads === "object");
}

/** A withdrawal among the fresh events empties the event that it names, an erasure all events before it. */
function withdraw(events: readonly EventView[], fresh: readonly EventView[]): readonly EventView[] {
  for (const { body, seq } of fresh) {
    const of = body.kind === "withdrawn" && body.of;
    if (of || body.kind === "erased")
      events = events.map((event) => ((of ? event.seq === of : event.seq < seq) ? emptied(event, of) : event));
  }
  return events;
}

/** Without its text and files, or where it is no withdrawal without all fields in which words, tags and names of people stand, or who was called. */
function emptied(event: EventView, of: number | false): EventView {
  const gone = of ? /text|subj|files/ : /text|files|ment|name|qu|like|_by|subj|adde|remo|wers/;
  return JSON.parse(JSON.stringify(event), (name, value) =>
    gone.test(name) ? (Array.isArray(value) ? [] : null) : value,
  );
}
