import { ApiProblem, post, type Api, type Posted } from "./api.ts";
import type { Client, ClientEvents, Command, FileGate, Opening, Pending, ConnectionState, Watch } from "./client.ts";
import type { ConversationPorts } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import { Delivery } from "./delivery.ts";
import { dispatch } from "./dispatch.ts";
import type { Platform } from "./platform.ts";
import { Emitter } from "./emitter.ts";
import type { CaseSummary, EventView, Me, ServerFrame } from "./generated/wire.ts";
import { Heartbeat } from "./heartbeat.ts";
import { mergeCases } from "./case_list.ts";
import { DEFAULTS, type Options } from "./options.ts";
import { Outbox } from "./outbox.ts";
import { cell, type Readable } from "./readable.ts";
import { has, readStored } from "./stored.ts";
import type { Tokens } from "./tokens.ts";
import { Transport } from "./transport.ts";

/** Wires the machines to each other and to the platform. Nothing happens until `start`. */
export function createClient(platform: Platform, tokens: Tokens, options: Partial<Options> = {}): Client {
  return new Session(platform, tokens, { ...DEFAULTS, ...options });
}

class Session implements Client {
  readonly connectionState: Readable<ConnectionState>;
  readonly me: Readable<Me | null>;
  readonly cases = cell<readonly CaseSummary[]>([]);
  readonly pending = cell<readonly Pending[]>([]);
  readonly api: Api;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #transport: Transport;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #conversations: Conversations;
  readonly #heartbeat: Heartbeat;
  #listed: readonly CaseSummary[] = [];
  #files: FileGate | null = null;

  constructor(
    private readonly platform: Platform,
    tokens: Tokens,
    private readonly options: Options,
  ) {
    this.#transport = this.#makeTransport(tokens);
    this.#outbox = new Outbox(platform, () => this.#adopted());
    this.#delivery = this.#makeDelivery();
    this.#heartbeat = this.#makeHeartbeat();
    this.#conversations = new Conversations({
      portsOf: (caseId) => this.#portsOf(caseId),
      hasPending: (caseId) => this.#outbox.entries.some((entry) => entry.case === caseId),
      isLive: () => this.#transport.isLive,
      isPolling: () => this.#transport.isPolling,
    });
    this.connectionState = this.#transport.connectionState;
    this.me = this.#transport.me;
    this.api = this.#transport.api;
  }

  start(): void {
    this.#transport.start();
  }

  stop(): void {
    this.#transport.stop();
    this.#close();
  }

  async refresh(): Promise<void> {
    const key = `fl:l:${this.#transport.scope}`;
    const isFirst = this.#listed.length === 0 && this.options.keepCases;
    const stored = isFirst ? readStored<CaseSummary[]>(this.platform.storage, key, areSummaries) : null;
    if (stored !== null) this.#list(stored);
    const { cases } = await this.api.cases();
    if (this.options.keepCases) this.platform.storage.set(key, JSON.stringify(cases));
    this.#list(cases);
  }

  watch(caseId: string): Watch {
    return this.#conversations.watch(caseId);
  }

  open(opening: Omit<Opening, "action">): string {
    const id = this.platform.id();
    return this.#enqueue(id, id, { ...opening, action: "open" }, 0);
  }

  submit(command: Command, hold = 0, seen?: number): string {
    return this.#enqueue(this.platform.id(), command.case, command, hold, seen);
  }

  retry(id: string, changes?: { anyway?: boolean; answers?: number; text?: string }): void {
    this.#delivery.retry(id, changes);
  }

  awaitFiles(gate: FileGate): void {
    this.#files = gate;
    gate.subscribe(() => this.#delivery.filesChanged());
    this.#delivery.filesChanged();
  }

  discard(id: string): boolean {
    return this.#delivery.discard(id);
  }

  flush(): void {
    this.#delivery.flush();
  }

  flushOnUnload(): void {
    this.#delivery.flushOnUnload();
  }

  typing(caseId: string, on: boolean): void {
    this.#transport.send({ action: "typing", case: caseId, on });
  }

  read(caseId: string, seq: number): void {
    this.#conversations.of(caseId).signals.look(seq);
  }

  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  // --- what happens

  #enqueue(id: string, caseId: string, command: Command | Opening, hold: number, seen?: number): string {
    this.#outbox.add(id, caseId, command, hold, seen ?? this.#conversations.held(caseId)?.cursor ?? 0);
    this.#pendingChanged(caseId);
    this.#delivery.pump();
    return id;
  }

  /** Takes a command the way that is left where sockets are blocked. */
  async #post(frame: Posted): Promise<void> {
    try {
      this.#received(await post(this.api, frame));
    } catch (error) {
      if (!(error instanceof ApiProblem)) return this.#delivery.lost(frame.id);
      this.#delivery.refused(frame.id, error.problem.code, error.problem.retry_after);
    }
  }

  /**
   * Takes both ways: a socket may be dead unnoticed, and a browser takes only so many bytes from a page that goes. The same id
   * twice is one command. Where the page survives, what was refused is sent again as ever: the answer to that counts.
   */
  async #transmitOnUnload(frame: string): Promise<void> {
    this.#transport.sendRaw(frame);
    try {
      this.#received(await this.api.submit(frame));
    } catch {
      this.#delivery.lost((JSON.parse(frame) as Posted).id);
    }
  }

  #received(frame: ServerFrame): void {
    dispatch(frame, {
      delivery: this.#delivery,
      heartbeat: this.#heartbeat,
      emitter: this.#emitter,
      conversations: this.#conversations,
      unauthorized: () => this.#transport.unauthorized(),
    });
  }

  #merged(caseId: string, events: readonly EventView[]): void {
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
    this.cases.set(
      mergeCases(
        listed,
        this.#conversations.all.map(({ state }) => state.get()),
      ),
    );
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
    for (const { signals } of this.#conversations.all) signals.resend();
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

  #makeTransport(tokens: Tokens): Transport {
    return new Transport(this.platform, tokens, this.options, {
      received: (frame) => this.#received(frame),
      catchUp: (send) => this.#conversations.catchUp(send),
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
    const { clock, random } = this.platform;
    return new Delivery(this.#outbox, {
      clock,
      random,
      answerTimeout: this.options.answerTimeout,
      overdue: () => this.#transport.suspect(),
      cursor: (caseId) => this.#conversations.cursor(caseId),
      holds: (caseId, id) => this.#conversations.held(caseId)?.holds(this.me.get()?.user ?? "", id) ?? false,
      files: (ids) => this.#files?.stateOf(ids) ?? "waiting",
      isReachable: () => this.#transport.isOpen,
      transmit: (frame) => void (this.#transport.sendRaw(frame) || this.#post(JSON.parse(frame) as Posted)),
      transmitOnUnload: (frame) => void this.#transmitOnUnload(frame),
      unknownCursor: (caseId) => this.#conversations.of(caseId).restart(),
      unauthorized: () => this.#transport.unauthorized(),
      changed: (caseId) => this.#pendingChanged(caseId),
      opened: (id, caseId) => this.#emitter.emit("opened", { id, case: caseId }),
      done: (id, caseId) => this.#emitter.emit("done", { id, case: caseId }),
      failed: (pending) => this.#emitter.emit("failed", pending),
    });
  }

  #makeHeartbeat(): Heartbeat {
    return new Heartbeat({
      clock: this.platform.clock,
      id: this.platform.id,
      every: this.options.heartbeatEvery,
      answerTimeout: this.options.answerTimeout,
      heads: () => this.#conversations.listening.map(({ id, head }) => ({ case: id, head })),
      send: (frame) => this.#transport.send(frame),
      overdue: () => this.#transport.suspect(),
    });
  }

  #portsOf(id: string): ConversationPorts {
    return {
      platform: this.platform,
      options: this.options,
      me: () => this.me.get()?.user ?? null,
      key: () => this.#transport.scope && `fl:r:${this.#transport.scope}:${id}`,
      send: (frame) => this.#transport.send(frame),
      overdue: () => this.#transport.suspect(),
      events: (range) => this.api.events(id, range),
      pending: () => this.#delivery.pending.filter((pending) => pending.case === id),
      fresh: (events) => this.#merged(id, events),
      answered: (isMissing) => (isMissing ? this.#delivery.abandon(id, "not_found") : this.#delivery.pump()),
    };
  }
}

function areSummaries(value: CaseSummary[]): boolean {
  return value.every((each) => has(each, "string", "case", "status") && has(each, "number", "seq", "updated_at"));
}
