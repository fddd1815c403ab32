import { isCaseId } from "./case_key.ts";
import type { Place, State } from "./state.ts";

/** Where the chat begins: where the visitor was; else in the newest open case; else at a new one. */
export function startPlace({ place, cases }: State, kept: Place | null): Place {
  if (place.at !== "new") return place;
  const open = cases.find(({ status }) => status !== "resolved");
  return kept ?? (open ? { at: "case", key: open.case } : cases.length > 0 ? { at: "list" } : { at: "new" });
}

/** How long an opening of an earlier page may take to turn up, in milliseconds. */
export const GHOST_LASTS = 1_500;

/** The opening in view that waits no more and is no case under its own key. */
export function ghostOf({ place, pending }: State): string | null {
  const isGhost = place.at === "case" && !isCaseId(place.key) && !pending.some(({ id }) => id === place.key);
  return isGhost ? place.key : null;
}
