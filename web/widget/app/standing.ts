import type { CaseState, EventView } from "../../client/index.ts";

/** Whoever of the staff spoke last, as far as this is held. */
export function speaker(events: readonly EventView[]): EventView["author"] | null {
  return events.findLast(isAnswer)?.author ?? null;
}

/** Whether a person has been asked for and none has spoken since. */
export function awaitsPerson(thread: Pick<CaseState, "events" | "pending"> | null): boolean {
  const isAsked =
    thread?.pending.some(
      ({ command }) => command.action === "escalate" || (command.action === "helped" && !command.yes),
    ) ?? false;
  const last = thread?.events.findLast(
    (event) => ["escalated", "resolved"].includes(event.body.kind) || isAnswer(event),
  );
  return isAsked || last?.body.kind === "escalated";
}

/** What the visitor may say, or has said, of the assistant's newest answer: the message with the seq `of`. */
export interface Opinion {
  of: number;
  isGiven: boolean;
}

/** None where there is no answer, and where a person has taken over, is asked for, or has closed the case. */
export function opinion(thread: Pick<CaseState, "events" | "pending">): Opinion | null {
  const { events, pending } = thread;
  const last = events.findLast(
    (event) => ["escalated", "resolved"].includes(event.body.kind) || isAnswer(event) || isAssistants(event),
  );
  if (last === undefined || !isAssistants(last) || awaitsPerson(thread)) return null;
  const isHelped = events.some(({ body }) => body.kind === "helped" && body.of === last.seq);
  return { of: last.seq, isGiven: isHelped || pending.some(({ command }) => command.action === "helped") };
}

/** For how long a rating may be changed, in milliseconds from when it was given first; the service holds to it. */
const CHANGES_WITHIN = 24 * 3_600_000;

/** A rating given since the case was last resolved, and until when it may be changed. */
export interface Rating {
  score: number;
  comment: string;
  until: number;
}

export function ratingOf(events: readonly EventView[]): Rating | null {
  const since = events.slice(events.findLastIndex(({ body }) => body.kind === "resolved") + 1);
  const ratings = since.flatMap(({ body, at }) => (body.kind === "rated" ? [{ ...body, at }] : []));
  const [first, last] = [ratings[0], ratings.at(-1)];
  return first && last ? { score: last.score, comment: last.comment ?? "", until: first.at + CHANGES_WITHIN } : null;
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

/** Whether it is an answer of the assistant that still stands. */
function isAssistants(event: EventView): boolean {
  return isSpoken(event) && event.author.role === "assistant" && event.body.text !== null;
}
