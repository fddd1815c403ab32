import { backoff } from "./backoff.ts";
import type { Edges } from "./edges.ts";
import { Line } from "./socket.ts";

export interface LinkPorts {
  edges: Pick<Edges, "connect" | "clock" | "random" | "network">;
  /** After how many milliseconds a line is replaced: before the gateway's 2 hours. */
  replaceAfter: number;
  /** Where to connect and with which subprotocols; null where nobody is signed in. */
  address(): Promise<{ url: string; protocols: string[] } | null>;
  /** Brings a new line up to date. The line before it stays until this settles. */
  welcome(line: Line): Promise<void>;
  received(data: string): void;
  /** Another line is in use: what went over the one before may be lost. */
  switched(): void;
  /** The state is another. */
  changed(): void;
}

/** Keeps one line to the service alive. It never gives up; a line that ends of age is replaced with overlap. */
export class Link {
  /** Attempts since the service was last heard. */
  failures = 0;
  #isStarted = false;
  #current: Line | null = null;
  #dialled: Line | null = null;
  #isDialling = false;
  #cancelDial = () => {};
  #cancelAge = () => {};
  #unsubscribe = () => {};

  constructor(private readonly ports: LinkPorts) {}

  get isLive(): boolean {
    return this.#current !== null;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#unsubscribe = this.ports.edges.network.subscribe(() => this.#networkChanged());
    this.#dial();
  }

  stop(): void {
    this.#isStarted = this.#isDialling = false;
    this.#unsubscribe();
    this.#cancelDial();
    this.#cancelAge();
    this.#dialled?.close();
    this.#current?.close();
    this.#dialled = this.#current = null;
    this.ports.changed();
  }

  send(data: string): boolean {
    return this.#current?.send(data) ?? false;
  }

  /** An answer is overdue: the line may be dead without knowing it. */
  suspect(): void {
    const line = this.#current;
    if (line === null) return;
    line.close();
    this.#lost(line);
  }

  /** Tries now rather than when the wait is over. */
  nudge(): void {
    if (this.#isStarted && !this.#current) this.#dial();
  }

  #networkChanged(): void {
    if (this.ports.edges.network.isOnline()) this.nudge();
    else this.suspect();
  }

  #dial(): void {
    if (this.#isDialling) return;
    this.#isDialling = true;
    this.#cancelDial();
    this.ports.address().then(
      (address) => this.#connect(address),
      () => this.#missed(),
    );
  }

  #connect(address: { url: string; protocols: string[] } | null): void {
    if (!this.#isStarted) return;
    if (address === null) return this.stop();
    try {
      const transport = this.ports.edges.connect(address.url, address.protocols);
      this.#dialled = new Line(transport, this.ports.edges.clock, {
        opened: (line) => this.#opened(line),
        closed: (line) => this.#lost(line),
        received: (data) => this.#received(data),
      });
    } catch {
      this.#missed();
    }
  }

  #received(data: string): void {
    this.failures = 0;
    this.ports.received(data);
  }

  #opened(line: Line): void {
    this.#isDialling = false;
    this.#cancelAge();
    this.#cancelAge = this.ports.edges.clock.after(this.ports.replaceAfter, () => this.#dial());
    if (this.#current === null) this.#use(line);
    void this.ports.welcome(line).then(() => this.#use(line));
  }

  /** From here on commands take this line. */
  #use(line: Line): void {
    if (!line.isOpen || this.#current === line) return;
    const before = this.#current;
    this.#current = line;
    this.#dialled = null;
    before?.close();
    this.ports.changed();
    this.ports.switched();
  }

  #lost(line: Line): void {
    if (line === this.#dialled) return this.#missed();
    if (line !== this.#current) return;
    this.#current = null;
    if (!line.isProven) this.failures++;
    if (this.#dialled?.isOpen) this.#use(this.#dialled);
    else this.#again();
  }

  #missed(): void {
    this.#isDialling = false;
    this.#dialled = null;
    this.failures++;
    this.#again();
  }

  #again(): void {
    if (!this.#isStarted) return;
    const { clock, random } = this.ports.edges;
    this.#cancelDial();
    this.#cancelDial = clock.after(backoff(this.failures, random), () => this.#dial());
    this.ports.changed();
  }
}
