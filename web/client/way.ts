import { createApi, type Api } from "./api.ts";
import type { Reach } from "./client.ts";
import { loadConfig, type Config } from "./config.ts";
import type { Send } from "./conversation.ts";
import type { Edges } from "./edges.ts";
import { Poller } from "./fallback.ts";
import type { ClientFrame, Code, Me, ServerFrame } from "./generated/wire.ts";
import { identify } from "./identity.ts";
import { Link } from "./link.ts";
import type { Options } from "./options.ts";
import { cell } from "./readable.ts";
import type { Tokens } from "./tokens.ts";

export interface WayPorts {
  received(frame: ServerFrame): void;
  /** Brings a new line up to date. */
  welcome(send: Send): Promise<void>;
  /** Another line is in use. */
  switched(): void;
  /** Asks REST for news. */
  poll(): Promise<void>;
  /** The name is known under which things are kept. */
  scoped(scope: string): void;
  /** Commands may go now that could not before. */
  opened(): void;
  signedOut(code: Code | null): void;
}

/** A token is refused at most this often: a clock that goes wrong must not mint without end. In milliseconds. */
const REFUSE_EVERY = 30_000;

/** The way to the service: who goes it, over the socket or, where that is blocked, over REST. */
export class Way {
  readonly reach = cell<Reach>("idle");
  readonly me = cell<Me | null>(null);
  readonly api: Api;
  scope: string | null = null;
  readonly #link: Link;
  readonly #poller: Poller;
  #config: Promise<Config> | null = null;
  #refusedAt = -Infinity;
  #isStarted = false;

  constructor(
    private readonly edges: Edges,
    private readonly tokens: Tokens,
    private readonly options: Options,
    private readonly ports: WayPorts,
  ) {
    this.api = createApi(edges, () => this.#loadConfig(), tokens, ({ code }) => this.#signedOut(code));
    const { clock, random } = edges;
    this.#poller = new Poller({ clock, random, every: options.pollEvery, poll: () => this.#poll(), changed: () => this.#polled() });
    this.#link = new Link({
      edges,
      replaceAfter: options.replaceAfter,
      address: () => this.#address(),
      welcome: (line) => ports.welcome((frame) => line.send(JSON.stringify(frame))),
      received: (data) => ports.received(JSON.parse(data) as ServerFrame),
      switched: () => ports.switched(),
      changed: () => this.#reached(),
    });
  }

  get isLive(): boolean {
    return this.#link.isLive;
  }

  /** Whether REST stands in for the socket. */
  get isPolling(): boolean {
    return this.#poller.isWorking;
  }

  /** Whether a command would arrive now. */
  get isOpen(): boolean {
    return this.me.get() !== null && (this.isLive || this.isPolling);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#identify().catch(() => undefined);
    this.#link.start();
  }

  stop(): void {
    this.#isStarted = false;
    this.#poller.stop();
    this.#link.stop();
    this.#reached();
  }

  /** Sends over the socket; false where there is none. */
  send(frame: ClientFrame): boolean {
    return this.sendRaw(JSON.stringify(frame));
  }

  sendRaw(data: string): boolean {
    return this.#link.send(data);
  }

  /** An answer is overdue: the socket may be dead. */
  suspect(): void {
    this.#link.suspect();
  }

  /** The service does not take the token any more. */
  unauthorized(): void {
    const now = this.edges.clock.now();
    if (now - this.#refusedAt < REFUSE_EVERY) return;
    this.#refusedAt = now;
    const exchange = (token: string | null): void => {
      if (token !== null) this.tokens.refuse(token);
      this.#link.suspect();
    };
    this.tokens.current(() => this.#loadConfig()).then(exchange, () => undefined);
  }

  async #address(): Promise<{ url: string; protocols: string[] } | null> {
    const { socket } = await this.#loadConfig();
    const token = await this.tokens.current(() => this.#loadConfig());
    if (token === null) {
      this.#signedOut(null);
      return null;
    }
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
    this.scope = await this.tokens.scope();
    if (this.scope === null) return;
    this.ports.scoped(this.scope);
    const me = await identify(this.edges, this.tokens, this.api, this.scope, (learned) => this.me.set(learned));
    if (this.me.get() === null) this.me.set(me);
    this.ports.opened();
  }

  async #poll(): Promise<void> {
    await this.#identify();
    await this.ports.poll();
  }

  #polled(): void {
    this.#reached();
    this.ports.opened();
  }

  #reached(): void {
    const isBlocked = !this.isLive && this.#link.failures >= this.options.failuresBeforePolling;
    if (this.#isStarted && isBlocked) this.#poller.start();
    if (this.isLive) this.#poller.stop();
    this.reach.set(this.#judge());
  }

  #judge(): Reach {
    if (!this.#isStarted) return "idle";
    if (this.isLive) return "live";
    if (this.isPolling) return "polling";
    return this.#link.failures === 0 && this.edges.network.isOnline() ? "connecting" : "offline";
  }

  #signedOut(code: Code | null): void {
    this.stop();
    this.ports.signedOut(code);
  }
}
