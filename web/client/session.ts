import { ApiProblem, createApi, post, type Api, type Posted } from "./api.ts";
import type { CaseState, Client, ClientEvents, Command, Opening, Pending, Reach, Watch } from "./client.ts";
import { loadConfig, type Config } from "./config.ts";
import type { ConversationPorts } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import { Delivery } from "./delivery.ts";
import { dispatch } from "./dispatch.ts";
import type { Edges } from "./edges.ts";
import { Emitter } from "./emitter.ts";
import { Poller } from "./fallback.ts";
import type { CaseSummary, ClientFrame, EventView, Me, ServerFrame } from "./generated/wire.ts";
import { Heartbeat } from "./heartbeat.ts";
import { identify } from "./identity.ts";
import { Link } from "./link.ts";
import { mergeCases } from "./list.ts";
import { DEFAULTS, type Options } from "./options.ts";
import { Outbox } from "./outbox.ts";
import { cell } from "./readable.ts";
import type { Tokens } from "./tokens.ts";

/** A token is refused at most this often: a clock that goes wrong must not mint without end. In milliseconds. */
const REFUSE_EVERY = 30_000;

/** Wires the machines to each other and to the edges. Nothing happens until `start`. */
export function createClient(edges: Edges, tokens: Tokens, options: Partial<Options> = {}): Client {
  return new Session(edges, tokens, { ...DEFAULTS, ...options });
}

class Session implements Client {
  readonly reach = cell<Reach>("idle");
  readonly me = cell<Me | null>(null);
  readonly cases = cell<readonly CaseSummary[]>([]);
  readonly pending = cell<readonly Pending[]>([]);
  readonly api: Api;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #conversations: Conversations;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #link: Link;
  readonly #poller: Poller;
  readonly #heartbeat: Heartbeat;
  #listed: readonly CaseSummary[] = [];
  #config: Promise<Config> | null = null;
  #scope: string | null = null;
  #refusedAt = -Infinity;
  #isStarted = false;

  constructor(
    private readonly edges: Edges,
    private readonly tokens: Tokens,
    private readonly options: Options,
  ) {
    this.api = createApi(edges, () => this.#loadConfig(), tokens, ({ code }) => this.#signedOut(code));
    this.#outbox = new Outbox(edges, () => (this.#pendingChanged(), this.#delivery.pump()));
    this.#delivery = this.#makeDelivery();
    this.#conversations = new Conversations({
      portsOf: (caseId) => this.#portsOf(caseId),
      hasPending: (caseId) => this.#outbox.entries.some((entry) => entry.case === caseId),
      isLive: () => this.#link.isLive,
      isPolling: () => this.#poller.isWorking,
    });
    this.#heartbeat = this.#makeHeartbeat();
    const { clock, random } = edges;
    this.#poller = new Poller({ clock, random, every: options.pollEvery, poll: () => this.#poll(), changed: () => this.#polled() });
    this.#link = this.#makeLink();
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#identify().catch(() => undefined);
    this.#link.start();
  }

  stop(): void {
    this.#isStarted = false;
    this.#heartbeat.stop();
    this.#poller.stop();
    this.#link.stop();
    this.#delivery.close();
    this.#outbox.close();
    this.#conversations.close();
  }

  async refresh(): Promise<void> {
    const key = `fl:l:${this.#scope}`;
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
    this.#hint({ action: "typing", case: caseId, on });
  }

  read(caseId: string, seq: number): void {
    this.#hint({ action: "read", case: caseId, seq });
  }

  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  // --- the machines

  #makeDelivery(): Delivery {
    const { clock, random } = this.edges;
    return new Delivery(this.#outbox, {
      clock,
      random,
      answerWithin: this.options.answerWithin,
      overdue: () => this.#link.suspect(),
      cursor: (caseId) => this.#conversations.cursor(caseId),
      holds: (caseId, id) => this.#conversations.held(caseId)?.holds(this.me.get()?.user ?? "", id) ?? false,
      isReachable: () => this.me.get() !== null && (this.#link.isLive || this.#poller.isWorking),
      transmit: (frame) => void (this.#link.send(frame) || this.#post(JSON.parse(frame) as Posted)),
      unknownCursor: (caseId) => this.#conversations.of(caseId).restart(),
      unauthorized: () => this.#unauthorized(),
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
      send: (frame) => this.#link.send(JSON.stringify(frame)),
      overdue: () => this.#link.suspect(),
    });
  }

  #makeLink(): Link {
    return new Link({
      edges: this.edges,
      replaceAfter: this.options.replaceAfter,
      address: () => this.#address(),
      welcome: (line) => this.#conversations.welcome((frame) => line.send(JSON.stringify(frame))),
      received: (data) => this.#received(JSON.parse(data) as ServerFrame),
      switched: () => this.#switched(),
      changed: () => this.#reached(),
    });
  }

  // --- commands

  #enqueue(id: string, caseId: string, command: Command | Opening, hold: number): string {
    this.#outbox.add(id, caseId, command, hold);
    this.#pendingChanged(caseId);
    this.#delivery.pump();
    return id;
  }

  #hint(frame: ClientFrame): void {
    this.#link.send(JSON.stringify(frame));
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

  // --- conversations

  #portsOf(id: string): ConversationPorts {
    return {
      edges: this.edges,
      options: this.options,
      key: () => this.#scope && `fl:r:${this.#scope}:${id}`,
      send: (frame) => this.#link.send(JSON.stringify(frame)),
      overdue: () => this.#link.suspect(),
      events: (range) => this.api.events(id, range),
      pending: () => this.#delivery.pending.filter((pending) => pending.case === id),
      fresh: (events) => this.#fresh(id, events),
      answered: (isMissing) => (isMissing ? this.#delivery.abandon(id, "not_found") : this.#delivery.pump()),
    };
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
    const held: CaseState[] = this.#conversations.all.map(({ state }) => state.get());
    this.cases.set(mergeCases(listed, held));
  }

  // --- the way to the service

  async #address(): Promise<{ url: string; protocols: string[] } | null> {
    const { socket } = await this.#loadConfig();
    const token = await this.tokens.current(() => this.#loadConfig());
    if (token === null) return (this.#signedOut(null), null);
    await this.#identify();
    return { url: socket, protocols: ["firstline.v1", `bearer.${token}`] };
  }

  #loadConfig(): Promise<Config> {
    this.#config ??= loadConfig(this.edges).catch((error: unknown) => {
      this.#config = null;
      throw error;
    });
    return this.#config;
  }

  async #identify(): Promise<void> {
    if (this.me.get() !== null) return;
    this.#scope = await this.tokens.scope();
    if (this.#scope === null) return;
    this.#outbox.open(this.#scope);
    const learned = (me: Me) => this.me.set(me);
    const me = await identify(this.edges, this.tokens, this.api, this.#scope, learned);
    if (this.me.get() === null) this.me.set(me);
    this.#delivery.pump();
  }

  #received(frame: ServerFrame): void {
    dispatch(frame, {
      delivery: this.#delivery,
      heartbeat: this.#heartbeat,
      emitter: this.#emitter,
      conversations: this.#conversations,
      unauthorized: () => this.#unauthorized(),
    });
  }

  #switched(): void {
    this.#heartbeat.start();
    this.#outbox.adoptOrphans();
    this.#delivery.resend();
  }

  async #poll(): Promise<void> {
    await this.#identify();
    if (this.#conversations.listening.length === 0) await this.api.me();
    await this.#conversations.poll();
  }

  #polled(): void {
    this.#reached();
    this.#delivery.pump();
  }

  #reached(): void {
    if (!this.#isStarted) return this.reach.set("idle");
    const isBlocked = !this.#link.isLive && this.#link.failures >= this.options.failuresBeforePolling;
    if (isBlocked) this.#poller.start();
    if (this.#link.isLive) this.#poller.stop();
    this.reach.set(this.#judge());
  }

  #judge(): Reach {
    if (this.#link.isLive) return "live";
    if (this.#poller.isWorking) return "polling";
    return this.#link.failures === 0 && this.edges.network.isOnline() ? "connecting" : "offline";
  }

  #unauthorized(): void {
    const now = this.edges.clock.now();
    if (now - this.#refusedAt < REFUSE_EVERY) return;
    this.#refusedAt = now;
    void this.tokens.current(() => this.#loadConfig()).then((token) => {
      if (token !== null) this.tokens.refuse(token);
      this.#link.suspect();
    }, () => undefined);
  }

  #signedOut(code: ClientEvents["signedOut"]["code"]): void {
    this.stop();
    this.#reached();
    this.#emitter.emit("signedOut", { code });
  }
}
