import type { Clock, Transport } from "./edges.ts";

/** A socket that has not opened by then never will. */
const OPEN_WITHIN = 10_000;

export interface LineEvents {
  opened(line: Line): void;
  /** Closed by the other side or never opened; not called after `close`. */
  closed(line: Line): void;
  received(data: string): void;
}

/** One WebSocket, from dialling to its end. It opens at most once and ends exactly once. */
export class Line {
  isOpen = false;
  /** Whether the service has said anything on it. */
  isProven = false;
  #isOver = false;
  readonly #cancel: () => void;

  constructor(
    private readonly transport: Transport,
    clock: Clock,
    private readonly events: LineEvents,
  ) {
    this.#cancel = clock.after(OPEN_WITHIN, () => this.#end(true));
    transport.onopen = () => this.#opened();
    transport.onclose = () => this.#end(true);
    transport.onmessage = ({ data }) => this.#received(data);
  }

  /** False where the line can't take it. True promises nothing: only an answer does. */
  send(data: string): boolean {
    if (!this.isOpen) return false;
    this.transport.send(data);
    return true;
  }

  close(): void {
    this.#end(false);
  }

  #opened(): void {
    if (this.#isOver) return;
    this.#cancel();
    this.isOpen = true;
    this.events.opened(this);
  }

  #received(data: unknown): void {
    if (this.#isOver || typeof data !== "string") return;
    this.isProven = true;
    this.events.received(data);
  }

  #end(tell: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.isOpen = false;
    this.#cancel();
    this.transport.onopen = this.transport.onclose = this.transport.onmessage = null;
    this.transport.close();
    if (tell) this.events.closed(this);
  }
}
