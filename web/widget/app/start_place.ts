import type { Place, State } from "./state.ts";

/** Where the chat begins: where the visitor was; else in the newest open case; else at a new one. */
export function startPlace({ place, cases }: State, kept: Place | null): Place {
  if (place.at !== "new") return place;
  const open = cases.find(({ status }) => status !== "resolved");
  return kept ?? (open ? { at: "case", key: open.case } : cases.length > 0 ? { at: "list" } : { at: "new" });
}
