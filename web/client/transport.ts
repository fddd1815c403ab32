import { createApi, type Api } from "./api.ts";
import type { ConnectionState } from "./client.ts";
import { loadConfig, type Config } from "./config.ts";
import type { Send } from "./conversation.ts";
import type { Platform } from "./platform.ts";
import { Poller } from "./poller.ts";
import type { ClientFrame, Code, Me, ServerFrame } from "./generated/wire.ts";
import { identify } from "./identify.ts";
import { ReconnectingSocket } from "./reconnecting_socket.ts";
import type { Options } from "./options.ts";
import { cell } from "./readable.ts";
import type { Tokens } from "./tokens.ts";

export interface TransportPorts {
  received(frame: ServerFrame): void;
  /** Brings a new connection up to date. */
  catchUp(send: Send): Promise<void>;
  /** Another connection is in use. */
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
export class Transport {
  readonly connectionState = cell<ConnectionState>("idle");
  readonly me = cell<Me | null>(null);
  readonly api: Api;
  readonly #tokens: Tokens;
  scope: string | null = null;
  readonly #socket: ReconnectingSocket;
  readonly #poller: Poller;
  #refusedAt = -Infinity;
  #isStarted = false;
  #identifying: Promise<void> | null = null;

  constructor(
    private readonly platform: Platform,
    tokens: Tokens,
    private readonly options: Options,
    private readonly ports: TransportPorts,
  ) {
    this.#tokens = this.#followed(tokens);
    this.api = createApi(
      platform,
      () => this.#loadConfig(),
      this.#tokens,
      ({ code }) => this.#signedOut(code),
    );
    const { clock, random } = platform;
    this.#poller = new Poller({
      clock,
      random,
      every: options.pollEvery,
      poll: () => this.#poll(),
      changed: () => this.#polled(),
    });
    this.#socket = new ReconnectingSocket({
      platform,
      replaceAfter: options.replaceAfter,
      address: () => this.#address(),
      catchUp: (connection) => ports.catchUp((frame) => connection.send(JSON.stringify(frame))),
      received: (data) => ports.received(JSON.parse(data) as ServerFrame),
      switched: () => ports.switched(),
      changed: () => this.#updateState(),
    });
  }

  get isLive(): boolean {
    return this.#socket.isLive;
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
    this.#socket.start();
  }

  stop(): void {
    this.#isStarted = false;
    this.#poller.stop();
    this.#socket.stop();
    this.#updateState();
  }

  /** Sends over the socket; false where there is none. */
  send(frame: ClientFrame): boolean {
    return this.sendRaw(JSON.stringify(frame));
  }

  sendRaw(data: string): boolean {
    return this.#socket.send(data);
  }

  /** An answer is overdue: the socket may be dead. */
  suspect(): void {
    this.#socket.suspect();
  }

  /** The service does not take the token any more. */
  unauthorized(): void {
    const now = this.platform.clock.now();
    if (now - this.#refusedAt < REFUSE_EVERY) return;
    this.#refusedAt = now;
    const exchange = (token: string | null): void => {
      if (token !== null) this.#tokens.refuse(token);
      this.#socket.suspect();
    };
    this.#tokens.current(() => this.#loadConfig()).then(exchange, () => undefined);
  }

  async #address(): Promise<{ url: string; protocols: string[] } | null> {
    const { socket } = await this.#loadConfig();
    const token = await this.#tokens.current(() => this.#loadConfig());
    if (token === null) {
      this.#signedOut(null);
      return null;
    }
    await this.#identify();
    return { url: socket, protocols: ["firstline.v1", `bearer.${token}`] };
  }

  /** A visitor whose token has ended gets another one, and with it another name: everything else must know. */
  #followed(tokens: Tokens): Tokens {
    const current = async (config: () => Promise<Config>): Promise<string | null> => {
      const token = await tokens.current(config);
      const [before, now] = [this.me.get(), tokens.me()];
      if (before !== null && now !== null && now.user !== before.user) {
        this.me.set(now);
        this.#socket.suspect();
      }
      return token;
    };
    return {
      scope: () => tokens.scope(),
      current,
      refuse: (token) => tokens.refuse(token),
      me: () => tokens.me(),
    };
  }

  #loadConfig(): Promise<Config> {
    return loadConfig(this.platform);
  }

  /** Once for all who want to know at the same time. */
  #identify(): Promise<void> {
    this.#identifying ??= this.#learnWho().finally(() => (this.#identifying = null));
    return this.#identifying;
  }

  async #learnWho(): Promise<void> {
    if (this.me.get() !== null) return;
    this.scope = await this.#tokens.scope();
    if (this.scope === null) return;
    this.ports.scoped(this.scope);
    const token = () => this.#tokens.current(() => this.#loadConfig());
    const me = await identify(this.platform, this.#tokens, this.api, token, this.scope, (learned) =>
      this.#learn(learned),
    );
    if (this.me.get() === null) this.me.set(me);
    this.ports.opened();
  }

  /** Whoever follows `me` reads anew all that is theirs: only for somebody else, or for what else is known of them. */
  #learn(me: Me): void {
    if (JSON.stringify({ ...me, expires: 0 }) !== JSON.stringify({ ...this.me.get(), expires: 0 })) this.me.set(me);
  }

  async #poll(): Promise<void> {
    await this.#identify();
    await this.ports.poll();
  }

  #polled(): void {
    this.#updateState();
    this.ports.opened();
  }

  #updateState(): void {
    const isBlocked = !this.isLive && this.#socket.failures >= this.options.failuresBeforePolling;
    if (this.#isStarted && isBlocked) this.#poller.start();
    if (this.isLive) this.#poller.stop();
    this.connectionState.set(this.#derive());
  }

  #derive(): ConnectionState {
    if (!this.#isStarted) return "idle";
    if (this.isLive) return "live";
    if (this.isPolling) return "polling";
    return this.#socket.failures === 0 && this.platform.network.isOnline() ? "connecting" : "offline";
  }

  #signedOut(code: Code | null): void {
    this.stop();
    this.ports.signedOut(code);
  }
}
