import type { CaseState } from "../../client/index.ts";
import { isSpoken } from "./standing.ts";

/** By case, how many messages of the staff nobody has looked at: neither here (`seen`) nor on another device. */
export function unreadOf(
  cases: readonly CaseState[],
  me: string | null,
  seen: (caseId: string) => number,
): Record<string, number> {
  const unread: Record<string, number> = {};
  for (const { case: caseId, events, reads } of cases) {
    const read = Math.max(seen(caseId), reads[me ?? ""] ?? 0);
    unread[caseId] = events.filter(
      (event) => event.seq > read && isSpoken(event) && event.author.role !== "customer",
    ).length;
  }
  return unread;
}
