import type { CaseState, Pending } from "./client.ts";
import type { Platform } from "./platform.ts";
import { ApiProblem } from "./api.ts";
import type { ClientFrame, Code, EventPage, EventView, ReadMark, ServerFrame } from "./generated/wire.ts";
import { EphemeralSignals } from "./ephemeral_signals.ts";
import type { Options } from "./options.ts";
import { cell } from "./readable.ts";
import { Replica, persistedReads } from "./replica.ts";

/** A frame of the server about one case. */
export type Frame<A extends ServerFrame["action"]> = Extract<ServerFrame, { action: A }>;
/** Hands a frame to a connection; false where it can't be taken. */
export type Send = (frame: ClientFrame) => boolean;

export interface ConversationPorts {
  platform: Pick<Platform, "clock" | "id" | "storage">;
  options: Options;
  /** Who reads here; null as long as nobody is known. */
  me(): string | null;
  /** Under which key the replica is kept; null as long as nobody is known. */
  key(): string | null;
  send: Send;
  /** An answer did not come in time. */
  overdue(): void;
  events(range: { after?: number; before?: number }): Promise<EventPage>;
  pending(): readonly Pending[];
  /** These events are new here. */
  fresh(events: readonly EventView[]): void;
  /** The service has answered a question, if only that there is no such case. */
  answered(isMissing: boolean): void;
}

/** One case as the client follows it: the replica, and the questions that keep it complete. */
export class Conversation {
  readonly state;
  readonly #replica: Replica;
  #isSynced = false;
  #isMissing = false;
  /** The question under way. */
  #request: { id: string; after: number; settle: () => void } | null = null;
  #cancelGap: (() => void) | null = null;
  #cancelConfirm = () => {};
  #saves = false;
  #persistedReads: CaseState["reads"];
  /** Who types, and who has read how far. */
  readonly signals: EphemeralSignals;

  constructor(
    readonly id: string,
    private readonly ports: ConversationPorts,
  ) {
    const key = ports.options.keepCases ? ports.key() : null;
    const stored = key && ports.platform.storage.get(key);
    this.#replica = Replica.restore(stored);
    const notify = (seq: number) => ports.send({ action: "read", case: id, seq });
    this.signals = new EphemeralSignals(
      persistedReads(stored),
      ports.platform.clock,
      () => this.#signalsChanged(),
      notify,
    );
    this.#persistedReads = this.signals.reads;
    this.state = cell<CaseState>(this.#snapshot());
  }

  /** What a command on this case names as `after`; 0 while nothing is known. */
  get cursor(): number {
    return this.#replica.cursor;
  }

  get head(): number {
    return this.#replica.head;
  }

  holds(author: string, id: string): boolean {
    return this.#replica.has(author, id);
  }

  /** Subscribes over a connection and catches up, then once more a little later. Settles when caught up, or given up. */
  async listen(send: Send = this.ports.send): Promise<void> {
    this.#cancelConfirm();
    await this.sync(send);
    this.#cancelConfirm = this.ports.platform.clock.after(this.ports.options.confirmAfter, () => void this.sync(send));
  }

  /** Asks for what came after the newest event held. A newer question takes the place of an older one. */
  sync(send: Send = this.ports.send): Promise<void> {
    this.#request?.settle();
    this.#closeGapTimer();
    const id = this.ports.platform.id();
    const after = this.head;
    if (!send({ action: "sync", id, case: this.id, after })) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const settle = () => {
        cancel();
        if (this.#request?.id === id) this.#request = null;
        resolve();
      };
      const cancel = this.ports.platform.clock.after(this.ports.options.answerTimeout, () => {
        settle();
        this.ports.overdue();
      });
      this.#request = { id, after, settle };
    });
  }

  /** Takes the answer to a question. Where it leaves a gap, asks again; where that doesn't help, starts over. */
  missed(
    frame: Pick<Frame<"missed">, "events" | "more" | "view"> & { id?: string; reads?: readonly ReadMark[] },
  ): void {
    const isMine = frame.id === undefined || frame.id === this.#request?.id;
    const asked = this.#request?.after ?? this.head;
    const fresh =
      this.head === 0 ? this.#replica.begin(frame.events, frame.view) : this.#replica.merge(frame.events, frame.view);
    this.#isSynced = true;
    this.#isMissing = false;
    this.signals.restore(frame.reads ?? [], this.ports.me());
    this.#merged(fresh);
    this.ports.answered(false);
    if (isMine) this.#continue(frame.more, asked);
  }

  /** Takes what came with an acknowledgement. */
  acknowledged({ missed, event, view }: Frame<"ack">): void {
    this.#merged(this.#replica.merge([...missed, event], view));
  }

  /** Takes a page that stands in for a command's answer. */
  behind({ events, view }: Frame<"behind">): void {
    this.#merged(this.#replica.merge(events, view));
  }

  /** Takes a push. */
  event(event: EventView): void {
    this.signals.stopped(event.author.id ?? "");
    this.#merged(this.#replica.merge([event]));
  }

  /** The service refused the question `id`. */
  refused({ code, id }: Frame<"error">): boolean {
    if (id === null || id !== this.#request?.id) return false;
    this.#request.settle();
    this.#refusedFor(code);
    return true;
  }

  /** Forgets the replica and reads the newest page. */
  restart(): void {
    this.#replica.drop();
    this.#show();
    void this.sync();
  }

  /** Asks over REST, where there is no connection. Rejects where there is no network either. */
  async poll(): Promise<void> {
    const after = this.#replica.head;
    try {
      const page = await this.ports.events(after > 0 ? { after } : {});
      this.missed({ ...page, more: false });
      const isShort = after > 0 && page.more && this.head > after;
      if (isShort) await this.poll();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.#refusedFor(error.problem.code);
    }
  }

  /** Loads the page before the first event held. */
  async older(): Promise<void> {
    if (!this.#replica.hasOlder) return;
    const before = this.#replica.events[0]?.seq ?? this.#replica.cursor + 1;
    this.#replica.prepend((await this.ports.events({ before })).events);
    this.#show();
  }

  /** The commands under way are others. */
  pendingChanged(): void {
    this.#show();
  }

  /** Ends every timer. */
  close(): void {
    this.#request?.settle();
    this.#closeGapTimer();
    this.#cancelConfirm();
    this.signals.close();
  }

  #merged(fresh: readonly EventView[]): void {
    if (fresh.length > 0) this.#save();
    this.#signalsChanged();
    if (fresh.length > 0) this.ports.fresh(fresh);
    if (this.#replica.hasGap) this.#requestSoon();
  }

  #signalsChanged(): void {
    if (this.signals.reads !== this.#persistedReads) this.#save();
    this.#show();
  }

  #requestSoon(): void {
    // Pushes overtake each other; a moment's patience spares most questions.
    this.#cancelGap ??= this.ports.platform.clock.after(this.ports.options.gapTimeout, () => {
      this.#cancelGap = null;
      if (this.#replica.hasGap && !this.#request) void this.sync();
    });
  }

  #continue(more: boolean, asked: number): void {
    this.#request?.settle();
    const isShort = more || this.#replica.hasGap;
    if (!isShort) return;
    // Events may have come by other ways since the question was put.
    const hasProgressed = this.head > asked;
    if (hasProgressed) return void this.sync();
    this.#replica.dropAhead();
    const isExhausted = asked === 0 || this.#replica.head >= (this.#replica.view?.head ?? 0);
    if (!isExhausted) this.restart();
  }

  #refusedFor(code: Code): void {
    if (code === "unknown_cursor") this.restart();
    if (code === "not_found") this.#missing();
  }

  #missing(): void {
    this.#isMissing = true;
    this.#replica.drop();
    const key = this.ports.key();
    if (key !== null) this.ports.platform.storage.remove(key);
    this.#show();
    this.ports.answered(true);
  }

  #closeGapTimer(): void {
    this.#cancelGap?.();
    this.#cancelGap = null;
  }

  /** Once for all that comes in one go. */
  #save(): void {
    if (this.#saves || !this.ports.options.keepCases) return;
    this.#saves = true;
    this.ports.platform.clock.after(0, () => {
      this.#saves = false;
      const key = this.ports.key();
      this.#persistedReads = this.signals.reads;
      if (key !== null && !this.#isMissing)
        this.ports.platform.storage.set(key, this.#replica.keep(this.#persistedReads));
    });
  }

  #show(): void {
    this.state.set(this.#snapshot());
  }

  #snapshot(): CaseState {
    const { events, view, head, hasOlder } = this.#replica;
    return {
      case: this.id,
      events,
      pending: this.ports.pending().filter(({ id }) => !events.some((event) => event.id === id)),
      view,
      head,
      hasOlder,
      isSynced: this.#isSynced,
      isMissing: this.#isMissing,
      typing: this.signals.typists,
      reads: this.signals.reads,
      lookedAt: this.signals.lookedAt,
    };
  }
}
