/** The first ceiling of a delay, and the last, in milliseconds. */
const FIRST = 500;
const LAST = 30_000;

/**
 * How long to wait before attempt number `attempt` (0 is the first repetition): anything up to a ceiling that
 * doubles. Full jitter, so that clients who lost the service together don't come back together.
 */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(LAST, FIRST * 2 ** Math.min(attempt, 16));
}

/** Who waits for a limit's end comes back within this time after it, in milliseconds: not all at once. */
const SPREAD = 1_000;

/** How long to wait where the service has said after how many seconds it takes the same. */
export function waitOf(retryAfter: number, random: () => number): number {
  return retryAfter * 1_000 + random() * SPREAD;
}
