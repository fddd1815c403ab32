import type { Clock } from "./platform.ts";
import type { Head } from "./generated/wire.ts";

export interface HeartbeatPorts {
  clock: Clock;
  id: () => string;
  /** Milliseconds between two beats. */
  every: number;
  answerTimeout: number;
  heads(): Head[];
  send(frame: { action: "heartbeat"; id: string; cases: Head[] }): boolean;
  overdue(): void;
}

/** The service compares so many heads at once. */
const MOST_CASES = 50;

/** Keeps a connection from going idle and finds what a lost push has left out, by comparing heads. */
export class Heartbeat {
  readonly #awaited = new Map<string, () => void>();
  #cancel = () => {};

  constructor(private readonly ports: HeartbeatPorts) {}

  /** Counts from now on, on a fresh connection. */
  start(): void {
    this.stop();
    this.#scheduleNext();
  }

  stop(): void {
    this.#cancel();
    for (const cancel of this.#awaited.values()) cancel();
    this.#awaited.clear();
  }

  /** Compares now. */
  beat(): void {
    const heads = this.ports.heads();
    do this.#compare(heads.splice(0, MOST_CASES));
    while (heads.length > 0);
  }

  answered(id: string): void {
    this.#awaited.get(id)?.();
    this.#awaited.delete(id);
  }

  #scheduleNext(): void {
    this.#cancel = this.ports.clock.after(this.ports.every, () => {
      this.beat();
      this.#scheduleNext();
    });
  }

  #compare(cases: Head[]): void {
    const id = this.ports.id();
    if (!this.ports.send({ action: "heartbeat", id, cases })) return;
    const cancel = this.ports.clock.after(this.ports.answerTimeout, () => {
      this.#awaited.delete(id);
      this.ports.overdue();
    });
    this.#awaited.set(id, cancel);
  }
}
