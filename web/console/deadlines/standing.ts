import type { Deadline } from "../../client/index.ts";
import type { Urgency } from "../time_format.ts";

/** From when on a promise is soon due, in milliseconds before its time: stores set no warnings for promises. */
const SOON = 15 * 60_000;

/** How pressing something is that is to be reached by a time. */
export function pressing({ at, warn_at, kind }: Deadline, now: number): Urgency {
  if (now >= at) return "late";
  const soonFrom = kind === "promise" ? at - SOON : warn_at;
  return soonFrom !== null && now >= soonFrom ? "soon" : "calm";
}
