import type { EventView, Store } from "../../client/index.ts";
import type { Drafts, Purpose } from "../drafts.ts";

/** Drafted cases that are looked up at the start. */
const MOST = 30;

/**
 * Drops somebody's drafts in a case where its events say that it was erased: words of the customer may stand in them. What is
 * written after that stays, however often the same events are read again.
 */
export function dropErased(
  { store, drafts, me }: { store: Store; drafts: Drafts; me: string },
  caseId: string,
  events: readonly EventView[],
): void {
  const seen = `erased/${me}/${caseId}`;
  const erased = events.findLast(({ body }) => body.kind === "erased");
  if (erased === undefined || erased.seq <= Number(store.get(seen) ?? 0)) return;
  const edits = events.flatMap(({ seq, body }): Purpose[] => (body.kind === "suggested" ? [`edit-${seq}`] : []));
  for (const purpose of ["reply", "note", "macro", ...edits] as const) drafts.write(caseId, purpose, "");
  store.set(seen, String(erased.seq));
}

/** The cases of which drafts are kept on this computer. */
export function draftedCases(store: Store): string[] {
  const cases = store.keys("draft/").map((key) => key.split("/").at(-2) ?? "");
  return [...new Set(cases)].filter((id) => id !== "").slice(0, MOST);
}
