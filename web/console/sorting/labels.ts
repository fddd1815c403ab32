import type { EventView } from "../../client/index.ts";
import type { ActiveCase } from "../case_store.ts";

/** What the staff say of a case. */
export interface Labels {
  /** Null: nothing is known to be said; the first message stands in. */
  subject: string | null;
  tags: readonly string[];
}

/** Whether the open case is closed and its words are gone: how it was sorted says nothing any more. */
export function isOver({ state, summary }: Pick<ActiveCase, "state" | "summary">): boolean {
  return (state.view ?? summary)?.status === "resolved" && erasedUpTo(state.events) > 0;
}

/** The last event that says that all before it was erased; 0: none. */
export function erasedUpTo(events: readonly EventView[]): number {
  return events.findLast(({ body }) => body.kind === "erased")?.seq ?? 0;
}

/** What the list says, with what has happened in the open case since. */
export function labelsOf({ state, summary }: Pick<ActiveCase, "state" | "summary">): Labels {
  let subject = summary?.subject ?? null;
  const tags = new Set(summary?.tags ?? []);
  const known = summary?.seq ?? 0;
  for (const { seq, body } of state.events) {
    if (seq <= known) continue;
    if (body.kind === "subject_changed") subject = body.subject;
    if (body.kind === "erased") {
      subject = null;
      tags.clear();
    }
    if (body.kind !== "tagged") continue;
    for (const tag of body.added) tags.add(tag);
    for (const tag of body.removed) tags.delete(tag);
  }
  return { subject, tags: [...tags].sort() };
}
