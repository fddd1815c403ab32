import type { AgentTerms, AgentView, AuditEntry, Group, Routing } from "../../client/index.ts";
import { pageWording } from "../words/pages.ts";
import { savedViewWords } from "../words/saved_views.ts";

/** The largest number of cases that a lead can lay down for an agent. */
export const MOST_CASES = 100;

/** How cases find agents in a store whose leads have settled nothing. */
export const USUAL_ROUTING: Routing = { automatic: false, grace_minutes: 10 };

/** How somebody stands: whether they would get a case now. */
export type Standing = "available" | "away" | "offline" | "inactive";

export function standingOf({ active, online, available }: AgentView): Standing {
  if (!active) return "inactive";
  if (!online) return "offline";
  return available ? "available" : "away";
}

/** The number of cases in a field; null: as many as they like, undefined: no such number. */
export function capacityIn(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 0 && number <= MOST_CASES ? number : undefined;
}

/** What a change was, in a sentence for each thing that differs. */
export function sentencesOf({ change }: AuditEntry, groups: readonly Group[]): string[] {
  const words = pageWording().team.changed;
  if (change.kind === "erasure") return [words.erased(change.subject.kind === "case")];
  if (change.kind === "group") {
    const { before, after } = change;
    if (before === null) return [words.groupAdded(after.name)];
    const renamed = before.name === after.name ? [] : [words.groupRenamed(before.name, after.name)];
    const moved = before.closed === after.closed ? [] : [words.groupClosed(after.name, after.closed)];
    return [...renamed, ...moved];
  }
  if (change.kind === "canned_reply") return [words.cannedReply(change.before, change.after)];
  if (change.kind === "saved_view") return [savedViewWords().changed(change.before, change.after)];
  const name = change.name ?? pageWording().team.someone;
  if (change.kind === "availability") return [words.available(name, change.available)];
  return differences(name, change.before, change.after, groups);
}

function differences(name: string, before: AgentTerms, after: AgentTerms, groups: readonly Group[]): string[] {
  const words = pageWording().team.changed;
  const found: string[] = [];
  const isSame = JSON.stringify(before.groups) === JSON.stringify(after.groups);
  if (!isSame) found.push(words.groups(name, namesOf(after.groups, groups)));
  if (before.capacity !== after.capacity) found.push(words.capacity(name, after.capacity));
  if (before.active !== after.active) found.push(words.active(name, after.active));
  return found;
}

/** What groups are called, with commas between. */
export function namesOf(ids: readonly number[], groups: readonly Group[]): string {
  return ids.map((id) => groups.find((group) => group.id === id)?.name ?? `#${id}`).join(", ");
}
