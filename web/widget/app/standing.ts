import type { CaseState, EventView } from "../../client/index.ts";

/** Whoever of the staff spoke last, as far as this is held. */
export function speaker(events: readonly EventView[]): EventView["author"] | null {
  return events.findLast(isAnswer)?.author ?? null;
}

/** Whether a person has been asked for and none has spoken since. */
export function awaitsPerson(thread: Pick<CaseState, "events" | "pending"> | null): boolean {
  const isAsked = thread?.pending.some(({ command }) => command.action === "escalate") ?? false;
  const last = thread?.events.findLast((event) => ["escalated", "resolved"].includes(event.body.kind) || isAnswer(event));
  return isAsked || last?.body.kind === "escalated";
}

/** The rating given since the case was last resolved. */
export function ratingOf(events: readonly EventView[]): number | null {
  const last = events.findLast(({ body }) => body.kind === "rated" || body.kind === "resolved");
  return last?.body.kind === "rated" ? last.body.score : null;
}

type Spoken = EventView & { body: Extract<EventView["body"], { kind: "opened" | "message" }> };

/** Whether it has words that someone said to the other side. */
export function isSpoken(event: EventView): event is Spoken {
  return event.body.kind === "opened" || event.body.kind === "message";
}

/** Whether a person of the staff said it. */
function isAnswer(event: EventView): boolean {
  return isSpoken(event) && (event.author.role === "agent" || event.author.role === "lead");
}
