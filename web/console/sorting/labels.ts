import type { ActiveCase } from "../case_store.ts";

/** What the staff say of a case. */
export interface Labels {
  /** Null: nothing is known to be said; the first message stands in. */
  subject: string | null;
  tags: readonly string[];
}

/** What the list says, with what has happened in the open case since. */
export function labelsOf({ state, summary }: Pick<ActiveCase, "state" | "summary">): Labels {
  let subject = summary?.subject ?? null;
  const tags = new Set(summary?.tags ?? []);
  const known = summary?.seq ?? 0;
  for (const { seq, body } of state.events) {
    if (seq <= known) continue;
    if (body.kind === "subject_changed") subject = body.subject;
    if (body.kind !== "tagged") continue;
    for (const tag of body.added) tags.add(tag);
    for (const tag of body.removed) tags.delete(tag);
  }
  return { subject, tags: [...tags].sort() };
}
