import { backoff } from "./backoff.ts";
import type { Clock } from "./platform.ts";

export interface PollerPorts {
  clock: Clock;
  random: () => number;
  /** Milliseconds between two rounds. */
  every: number;
  /** Asks for all news once. Rejects where the service can't be had. */
  poll(): Promise<void>;
  changed(): void;
}

/** Asks over REST for as long as sockets don't work. */
export class Poller {
  /** Whether the last round worked. */
  isWorking = false;
  #isOn = false;
  #failures = 0;
  #cancel = () => {};

  constructor(private readonly ports: PollerPorts) {}

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    void this.#round();
  }

  stop(): void {
    this.#isOn = this.isWorking = false;
    this.#failures = 0;
    this.#cancel();
  }

  async #round(): Promise<void> {
    const works = await this.ports.poll().then(
      () => true,
      () => false,
    );
    if (!this.#isOn) return;
    this.#failures = works ? 0 : this.#failures + 1;
    this.isWorking = works;
    const delay = this.ports.every + (works ? 0 : backoff(this.#failures, this.ports.random));
    this.#cancel = this.ports.clock.after(delay, () => void this.#round());
    this.ports.changed();
  }
}
