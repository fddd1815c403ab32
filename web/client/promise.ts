import type { EventView } from "./generated/wire.ts";

/** A promise of a reply that nobody has kept, withdrawn or done away with. */
export interface OpenPromise {
  /** The event that made it. */
  of: number;
  by: number;
  author: EventView["author"];
}

/** The last promise of a case that still holds, by what is held of its log; null where there is none. */
export function openPromise(events: readonly EventView[]): OpenPromise | null {
  const last = events.findLast(isAboutPromise);
  return last?.body.kind === "promised" ? { of: last.seq, by: last.body.by, author: last.author } : null;
}

/** Whether an event makes a promise or ends one. */
function isAboutPromise({ body: { kind }, author }: EventView): boolean {
  const isReply = (kind === "message" || kind === "approved") && (author.role === "agent" || author.role === "lead");
  return isReply || kind === "promised" || kind === "promise_withdrawn" || kind === "resolved";
}
