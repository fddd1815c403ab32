import { backoff } from "./backoff.ts";
import type { Platform } from "./platform.ts";
import { WebSocketConnection } from "./websocket_connection.ts";

export interface ReconnectingSocketPorts {
  platform: Pick<Platform, "connect" | "clock" | "random" | "network">;
  /** After how many milliseconds a connection is replaced: before the gateway's 2 hours. */
  replaceAfter: number;
  /** Where to connect and with which subprotocols; null where nobody is signed in. */
  address(): Promise<{ url: string; protocols: string[] } | null>;
  /** Brings a new connection up to date. The line before it stays until this settles. */
  catchUp(connection: WebSocketConnection): Promise<void>;
  received(data: string): void;
  /** Another connection is in use: what went over the one before may be lost. */
  switched(): void;
  /** The state is another. */
  changed(): void;
}

/** A connection that ends sooner was not worth coming back for at once, in milliseconds. */
const STEADY = 60_000;

/** Keeps one connection to the service alive. It never gives up; a connection that ends of age is replaced with overlap. */
export class ReconnectingSocket {
  /** Attempts since the service was last heard. */
  failures = 0;
  /** Connections in a row that the service ended soon: it may have ended them for others of this user's, which would come back as well. */
  #shortLived = 0;
  #usedAt = 0;
  #isStarted = false;
  #current: WebSocketConnection | null = null;
  #pending: WebSocketConnection | null = null;
  #isConnecting = false;
  #cancelConnect = () => {};
  #cancelAge = () => {};
  #unsubscribe = () => {};

  constructor(private readonly ports: ReconnectingSocketPorts) {}

  get isLive(): boolean {
    return this.#current !== null;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#unsubscribe = this.ports.platform.network.subscribe(() => this.#networkChanged());
    this.#open();
  }

  stop(): void {
    this.#isStarted = this.#isConnecting = false;
    this.#unsubscribe();
    this.#cancelConnect();
    this.#cancelAge();
    this.#pending?.close();
    this.#current?.close();
    this.#pending = this.#current = null;
    this.ports.changed();
  }

  send(data: string): boolean {
    return this.#current?.send(data) ?? false;
  }

  /** An answer is overdue: the connection may be dead without knowing it. */
  suspect(): void {
    const connection = this.#current;
    if (connection === null) return;
    connection.close();
    this.#lost(connection);
  }

  /** Tries now rather than when the wait is over. */
  nudge(): void {
    if (this.#isStarted && !this.#current) this.#open();
  }

  #networkChanged(): void {
    if (this.ports.platform.network.isOnline()) this.nudge();
    else this.suspect();
  }

  #open(): void {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    this.#cancelConnect();
    this.ports.address().then(
      (address) => this.#connect(address),
      () => this.#failed(),
    );
  }

  #connect(address: { url: string; protocols: string[] } | null): void {
    if (!this.#isStarted) return;
    if (address === null) return this.stop();
    try {
      const webSocket = this.ports.platform.connect(address.url, address.protocols);
      this.#pending = new WebSocketConnection(webSocket, this.ports.platform.clock, {
        opened: (connection) => this.#opened(connection),
        closed: (connection) => this.#lost(connection),
        received: (data) => this.#received(data),
      });
    } catch {
      this.#failed();
    }
  }

  #received(data: string): void {
    this.failures = 0;
    this.ports.received(data);
  }

  #opened(connection: WebSocketConnection): void {
    this.#isConnecting = false;
    this.#cancelAge();
    this.#cancelAge = this.ports.platform.clock.after(this.ports.replaceAfter, () => this.#open());
    if (this.#current === null) this.#use(connection);
    void this.ports.catchUp(connection).then(() => this.#use(connection));
  }

  /** From here on commands take this connection. */
  #use(connection: WebSocketConnection): void {
    if (!connection.isOpen || this.#current === connection) return;
    const before = this.#current;
    this.#current = connection;
    this.#usedAt = this.ports.platform.clock.now();
    this.#pending = null;
    before?.close();
    this.ports.changed();
    this.ports.switched();
  }

  #lost(connection: WebSocketConnection): void {
    if (connection === this.#pending) return this.#failed();
    if (connection !== this.#current) return;
    this.#current = null;
    if (!connection.isProven) this.failures++;
    const isSteady = this.ports.platform.clock.now() - this.#usedAt >= STEADY;
    this.#shortLived = isSteady ? Math.max(0, this.#shortLived - 1) : this.#shortLived + 1;
    if (this.#pending?.isOpen) this.#use(this.#pending);
    else this.#scheduleRetry();
  }

  #failed(): void {
    this.#isConnecting = false;
    this.#pending = null;
    this.failures++;
    this.#scheduleRetry();
  }

  #scheduleRetry(): void {
    if (!this.#isStarted) return;
    const { clock, random } = this.ports.platform;
    this.#cancelConnect();
    this.#cancelConnect = clock.after(backoff(this.failures + this.#shortLived, random), () => this.#open());
    this.ports.changed();
  }
}
