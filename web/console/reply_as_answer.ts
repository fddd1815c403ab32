import type { EventView } from "../client/index.ts";
import type { AnswerStart } from "./router.ts";
import { isOfCustomer } from "./suggestion.ts";

/** Whether an event is a reply of the staff that still has its words: something worth saving. */
export function isReply({ author, body }: EventView): boolean {
  const isByPerson = author.role === "agent" || author.role === "lead";
  return isByPerson && (body.kind === "message" || body.kind === "approved") && body.text !== null;
}

/** The beginnings of an answer out of a reply: its words, and the customer's message that it answers. */
export function answerStart(id: string, events: readonly EventView[], seq: number): AnswerStart | null {
  const reply = events.find((event) => event.seq === seq);
  if (reply === undefined || !isReply(reply)) return null;
  const { body } = reply;
  const upTo = (body.kind === "message" || body.kind === "approved" ? body.answers : null) ?? seq;
  const asked = events.findLast((event) => isOfCustomer(event) && event.seq <= upTo);
  return { question: textOf(asked), text: textOf(reply), language: languageOf(events), from: { case: id, seq } };
}

/** The newest reply of a log; null where there is none. */
export function lastReply(events: readonly EventView[]): number | null {
  const gone = new Set(events.flatMap(({ body }) => (body.kind === "withdrawn" ? [body.of] : [])));
  return events.findLast((event) => isReply(event) && !gone.has(event.seq))?.seq ?? null;
}

function textOf(event: EventView | undefined): string {
  return event !== undefined && "text" in event.body ? (event.body.text ?? "") : "";
}

/** The language of the customer's browser, without its region: answers are not written for one country. */
function languageOf(events: readonly EventView[]): string | null {
  const opening = events.find(({ body }) => body.kind === "opened")?.body;
  const locale = opening?.kind === "opened" ? opening.locale : null;
  return locale?.split("-")[0]?.toLowerCase() ?? null;
}
