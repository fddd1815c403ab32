import type { Clock } from "../platform.ts";

/** A clock that stands still until it is told to go on. */
export class TestClock implements Clock {
  #now = 1_800_000_000_000;
  #order = 0;
  #tasks: { at: number; order: number; task: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, task: () => void): () => void {
    const entry = { at: this.#now + Math.max(0, delay), order: this.#order++, task };
    this.#tasks.push(entry);
    return () => void (this.#tasks = this.#tasks.filter((other) => other !== entry));
  }

  /** Runs all that falls due within `span` milliseconds, each with what it sets in motion. */
  async advance(span: number): Promise<void> {
    const end = this.#now + span;
    await settle();
    for (let due = this.#next(end); due; due = this.#next(end)) {
      this.#now = Math.max(this.#now, due.at);
      due.task();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): { at: number; task: () => void } | undefined {
    const due = this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
    this.#tasks = this.#tasks.filter((other) => other !== due);
    return due;
  }
}

/** Lets every promise that can go on go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A small seeded generator (mulberry32): the same schedule for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
