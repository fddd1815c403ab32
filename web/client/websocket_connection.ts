import type { Clock, WebSocketLike } from "./platform.ts";

/** A socket that has not opened by then never will. */
const OPEN_WITHIN = 10_000;

export interface ConnectionEvents {
  opened(connection: WebSocketConnection): void;
  /** Closed by the other side or never opened; not called after `close`. */
  closed(connection: WebSocketConnection): void;
  received(data: string): void;
}

/** One WebSocket, from connecting to its end. It opens at most once and ends exactly once. */
export class WebSocketConnection {
  isOpen = false;
  /** Whether the service has said anything on it. */
  isProven = false;
  #isOver = false;
  readonly #cancel: () => void;

  constructor(
    private readonly webSocket: WebSocketLike,
    clock: Clock,
    private readonly events: ConnectionEvents,
  ) {
    this.#cancel = clock.after(OPEN_WITHIN, () => this.#end(true));
    webSocket.onopen = () => this.#opened();
    webSocket.onclose = () => this.#end(true);
    webSocket.onmessage = ({ data }) => this.#received(data);
  }

  /** False where the connection can't take it. True promises nothing: only an answer does. */
  send(data: string): boolean {
    if (!this.isOpen) return false;
    this.webSocket.send(data);
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

  #end(notify: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.isOpen = false;
    this.#cancel();
    this.webSocket.onopen = this.webSocket.onclose = this.webSocket.onmessage = null;
    this.webSocket.close();
    if (notify) this.events.closed(this);
  }
}
