import type { EventView } from "../../client/index.ts";

/** What became of a message for later: it waits, or what its log says ended that. */
export type Outcome = "waiting" | "sent" | "cancelled" | "replaced" | "answered" | "closed";

/** What became of the message that was written at `seq`. The first thing that ends its wait decides. */
export function outcomeOf(seq: number, events: readonly EventView[]): Outcome {
  for (const event of events) {
    const outcome = event.seq > seq ? endedBy(seq, event) : null;
    if (outcome !== null) return outcome;
  }
  return "waiting";
}

function endedBy(seq: number, { id, author, body }: EventView): Outcome | null {
  switch (body.kind) {
    case "schedule_cancelled":
    case "withdrawn":
      return body.of === seq ? "cancelled" : null;
    case "scheduled":
      return "replaced";
    case "resolved":
      return "closed";
    case "message":
    case "approved":
      if (author.role !== "agent" && author.role !== "lead") return null;
      return id === `later-${String(seq).padStart(5, "0")}` ? "sent" : "answered";
    default:
      return null;
  }
}
