import { ApiProblem, post, type Api, type Posted } from "./api.ts";
import type { Client, ClientEvents, Command, Opening, Pending, Reach, Watch } from "./client.ts";
import type { ConversationPorts } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import { Delivery } from "./delivery.ts";
import { dispatch } from "./dispatch.ts";
import type { Edges } from "./edges.ts";
import { Emitter } from "./emitter.ts";
import type { CaseSummary, EventView, Me, ServerFrame } from "./generated/wire.ts";
import { Heartbeat } from "./heartbeat.ts";
import { mergeCases } from "./list.ts";
import { DEFAULTS, type Options } from "./options.ts";
import { Outbox } from "./outbox.ts";
import { cell, type Readable } from "./readable.ts";
import type { Tokens } from "./tokens.ts";
import { Way } from "./way.ts";

/** Wires the machines to each other and to the edges. Nothing happens until `start`. */
export function createClient(edges: Edges, tokens: Tokens, options: Partial<Options> = {}): Client {
  return new Session(edges, tokens, { ...DEFAULTS, ...options });
}

class Session implements Client {
  readonly reach: Readable<Reach>;
  readonly me: Readable<Me | null>;
  readonly cases = cell<readonly CaseSummary[]>([]);
  readonly pending = cell<readonly Pending[]>([]);
  readonly api: Api;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #way: Way;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #conversations: Conversations;
  readonly #heartbeat: Heartbeat;
  #listed: readonly CaseSummary[] = [];

  constructor(
    private readonly edges: Edges,
    tokens: Tokens,
    private readonly options: Options,
  ) {
    this.#way = this.#makeWay(tokens);
    this.#outbox = new Outbox(edges, () => this.#adopted());
    this.#delivery = this.#makeDelivery();
    this.#heartbeat = this.#makeHeartbeat();
    this.#conversations = new Conversations({
      portsOf: (caseId) => this.#portsOf(caseId),
      hasPending: (caseId) => this.#outbox.entries.some((entry) => entry.case === caseId),
      isLive: () => this.#way.isLive,
      isPolling: () => this.#way.isPolling,
    });
    this.reach = this.#way.reach;
    this.me = this.#way.me;
    this.api = this.#way.api;
  }

  start(): void {
    this.#way.start();
  }

  stop(): void {
    this.#way.stop();
    this.#close();
  }

  async refresh(): Promise<void> {
    const key = `fl:l:${this.#way.scope}`;
    const kept = this.#listed.length === 0 && this.options.keepCases ? this.edges.storage.get(key) : null;
    if (kept !== null) this.#list(JSON.parse(kept) as CaseSummary[]);
    const { cases } = await this.api.cases();
    if (this.options.keepCases) this.edges.storage.set(key, JSON.stringify(cases));
    this.#list(cases);
  }

  watch(caseId: string): Watch {
    return this.#conversations.watch(caseId);
  }

  open(opening: Omit<Opening, "action">): string {
    const id = this.edges.id();
    return this.#enqueue(id, id, { ...opening, action: "open" }, 0);
  }

  submit(command: Command, hold = 0): string {
    return this.#enqueue(this.edges.id(), command.case, command, hold);
  }

  retry(id: string, changes?: { anyway?: boolean; answers?: number; text?: string }): void {
    this.#delivery.retry(id, changes);
  }

  discard(id: string): boolean {
    return this.#delivery.discard(id);
  }

  typing(caseId: string, on: boolean): void {
    this.#way.send({ action: "typing", case: caseId, on });
  }

  read(caseId: string, seq: number): void {
    this.#conversations.of(caseId).hints.look(seq);
  }

  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  // --- what happens

  #enqueue(id: string, caseId: string, command: Command | Opening, hold: number): string {
    this.#outbox.add(id, caseId, command, hold);
    this.#pendingChanged(caseId);
    this.#delivery.pump();
    return id;
  }

  /** Takes a command the way that is left where sockets are blocked. */
  async #post(frame: Posted): Promise<void> {
    try {
      this.#received(await post(this.api, frame));
    } catch (error) {
      if (error instanceof ApiProblem) this.#delivery.refused(frame.id, error.problem.code);
      else this.#delivery.lost(frame.id);
    }
  }

  #received(frame: ServerFrame): void {
    dispatch(frame, {
      delivery: this.#delivery,
      heartbeat: this.#heartbeat,
      emitter: this.#emitter,
      conversations: this.#conversations,
      unauthorized: () => this.#way.unauthorized(),
    });
  }

  #fresh(caseId: string, events: readonly EventView[]): void {
    const me = this.me.get()?.user;
    for (const event of events) {
      const isOwn = event.author.id === me;
      if (isOwn) this.#delivery.seen(caseId, event.id);
      else this.#emitter.emit("event", { case: caseId, event });
    }
    this.#list(this.#listed);
  }

  #pendingChanged(caseId?: string): void {
    this.pending.set(this.#delivery.pending);
    const changed = caseId === undefined ? this.#conversations.all : [this.#conversations.held(caseId)];
    for (const conversation of changed) conversation?.pendingChanged();
  }

  #list(listed: readonly CaseSummary[]): void {
    this.#listed = listed;
    if (this.me.get()?.role !== "customer") return;
    this.cases.set(mergeCases(listed, this.#conversations.all.map(({ state }) => state.get())));
  }

  #adopted(): void {
    this.#pendingChanged();
    this.#delivery.pump();
  }

  #switched(): void {
    this.#heartbeat.start();
    // Who is there already comes with the first beat; customers are told of nobody.
    if (this.me.get()?.role !== "customer") this.#heartbeat.beat();
    this.#outbox.adoptOrphans();
    this.#delivery.resend();
    for (const { hints } of this.#conversations.all) hints.retell();
  }

  async #poll(): Promise<void> {
    if (this.#conversations.listening.length === 0) await this.api.me();
    await this.#conversations.poll();
  }

  #close(): void {
    this.#heartbeat.stop();
    this.#delivery.close();
    this.#outbox.close();
    this.#conversations.close();
  }

  // --- the machines

  #makeWay(tokens: Tokens): Way {
    return new Way(this.edges, tokens, this.options, {
      received: (frame) => this.#received(frame),
      welcome: (send) => this.#conversations.welcome(send),
      switched: () => this.#switched(),
      poll: () => this.#poll(),
      scoped: (scope) => this.#outbox.open(scope),
      opened: () => this.#delivery.pump(),
      signedOut: (code) => {
        this.#close();
        this.#emitter.emit("signedOut", { code });
      },
    });
  }

  #makeDelivery(): Delivery {
    const { clock, random } = this.edges;
    return new Delivery(this.#outbox, {
      clock,
      random,
      answerWithin: this.options.answerWithin,
      overdue: () => this.#way.suspect(),
      cursor: (caseId) => this.#conversations.cursor(caseId),
      holds: (caseId, id) => this.#conversations.held(caseId)?.holds(this.me.get()?.user ?? "", id) ?? false,
      isReachable: () => this.#way.isOpen,
      transmit: (frame) => void (this.#way.sendRaw(frame) || this.#post(JSON.parse(frame) as Posted)),
      unknownCursor: (caseId) => this.#conversations.of(caseId).restart(),
      unauthorized: () => this.#way.unauthorized(),
      changed: (caseId) => this.#pendingChanged(caseId),
      opened: (id, caseId) => this.#emitter.emit("opened", { id, case: caseId }),
      done: (id, caseId) => this.#emitter.emit("done", { id, case: caseId }),
      failed: (pending) => this.#emitter.emit("failed", pending),
    });
  }

  #makeHeartbeat(): Heartbeat {
    return new Heartbeat({
      clock: this.edges.clock,
      id: this.edges.id,
      every: this.options.heartbeatEvery,
      answerWithin: this.options.answerWithin,
      heads: () => this.#conversations.listening.map(({ id, head }) => ({ case: id, head })),
      send: (frame) => this.#way.send(frame),
      overdue: () => this.#way.suspect(),
    });
  }

  #portsOf(id: string): ConversationPorts {
    return {
      edges: this.edges,
      options: this.options,
      me: () => this.me.get()?.user ?? null,
      key: () => this.#way.scope && `fl:r:${this.#way.scope}:${id}`,
      send: (frame) => this.#way.send(frame),
      overdue: () => this.#way.suspect(),
      events: (range) => this.api.events(id, range),
      pending: () => this.#delivery.pending.filter((pending) => pending.case === id),
      fresh: (events) => this.#fresh(id, events),
      answered: (isMissing) => (isMissing ? this.#delivery.abandon(id, "not_found") : this.#delivery.pump()),
    };
  }
}
