/** A minute, in milliseconds. */
const WINDOW = 60_000;

/** So many of each person a minute, counted as the service does: a minute begins with the first. A test may have a shorter one. */
export class Limit {
  readonly #windows = new Map<string, { start: number; count: number }>();

  constructor(
    private readonly most: number,
    private readonly window = WINDOW,
  ) {}

  /** Counts one more; gives the seconds to wait where that is one too many. */
  count(person: string, now: number): number | null {
    const before = this.#windows.get(person);
    const window = before && now < before.start + this.window ? before : { start: now, count: 0 };
    if (window.count >= this.most) return Math.ceil((window.start + this.window - now) / 1_000);
    this.#windows.set(person, { ...window, count: window.count + 1 });
    return null;
  }
}
