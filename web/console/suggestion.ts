import type { EventBody, EventView, Grounds, Source } from "../client/index.ts";

/** The draft that waits for a person's decision. */
export interface Suggestion {
  seq: number;
  /** The customer's message it answers. */
  answers: number;
  text: string;
  sources: readonly Source[];
  /** Why it was drafted so, in facts that can be checked. */
  grounds: Grounds;
  at: number;
  /** The customer has written since: approving it would answer past what they said. */
  isStale: boolean;
}

type Suggested = Extract<EventBody, { kind: "suggested" }>;

/** The live draft of a log, if there is one. A newer one supersedes it; a decision, a person's words or the end of the case clear it. */
export function liveSuggestion(events: readonly EventView[]): Suggestion | null {
  let live: { event: EventView; body: Suggested } | null = null;
  let spoken = 0;
  for (const event of events) {
    const { body } = event;
    if (body.kind === "suggested") live = { event, body };
    else if (clears(event)) live = null;
    if (isOfCustomer(event)) spoken = event.seq;
  }
  if (live === null || live.body.text === null) return null;
  const { answers, text, sources, grounds } = live.body;
  return { seq: live.event.seq, answers, text, sources, grounds, at: live.event.at, isStale: spoken > answers };
}

/** For as long, in milliseconds, a newer draft may be on its way: the assistant's pause and a little, or as long as a model may take. */
const UPDATE_TIMEOUT = { withoutModel: 10_000, withModel: 30_000 };

/** Whether a newer draft may still come by itself. No draft is a decision too: what the assistant has done since, it has done instead. */
export function isUpdating(draft: Suggestion, events: readonly EventView[], now: number): boolean {
  const spoken = events.findLast(isOfCustomer);
  if (spoken === undefined) return false;
  const isDecided = events.some(({ seq, author }) => seq > spoken.seq && author.role === "assistant");
  const within =
    draft.grounds.adapted === true || draft.grounds.found_by === "model"
      ? UPDATE_TIMEOUT.withModel
      : UPDATE_TIMEOUT.withoutModel;
  return !isDecided && now - spoken.at < within;
}

function clears({ author, body }: EventView): boolean {
  const isByPerson = author.role === "agent" || author.role === "lead";
  return (
    body.kind === "approved" ||
    body.kind === "rejected" ||
    body.kind === "resolved" ||
    (body.kind === "message" && isByPerson)
  );
}

/** Whether an event is something the customer said. */
export function isOfCustomer({ author, body }: EventView): boolean {
  return body.kind === "opened" || (body.kind === "message" && author.role === "customer");
}

/** The command that sends a draft, as it is or with other words. `answers` is the newest event that the agent has seen. */
export function approval(id: string, draft: Suggestion, text: string, answers: number) {
  const base = { action: "approve" as const, case: id, suggestion: draft.seq, answers };
  return text.trim() === draft.text ? base : { ...base, text: text.trim() };
}
