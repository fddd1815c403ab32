import type { CaseCounts, CaseSummary } from "../client/index.ts";

/** Long lists come by the thousand. */
const PAGE = 1_000;

/** The rank of a case of which nobody has said anything. */
const USUAL = 6;
/** Behind every time. */
const LAST = 99_999_999_999_999;

/** A place in a list, in the service's order: who asked for a person, then what is pressing, then who has stood there longest. */
export function placeOf(summary: Omit<CaseSummary, "place">, since: number): string {
  const { status, priority = "normal", asked_person, snoozed, case: id } = summary;
  const at = String(snoozed === undefined ? since : (snoozed.until ?? LAST)).padStart(14, "0");
  const rank = ["urgent", "high", "normal", "low"].indexOf(priority) + (asked_person === true ? 0 : 4);
  const isUsual = snoozed !== undefined || status !== "waiting" || rank === USUAL;
  return `${isUsual ? "" : `${rank < USUAL ? "!" : "~"}${rank}`}${at}#${id}`;
}

/** The list where the service has a case. */
function listOf({ status, snoozed }: CaseSummary): string {
  if (snoozed !== undefined) return "snoozed";
  return status === "resolved" ? "closed" : status;
}

/** How many cases each list has, and `unlisted` more that are never loaded. */
export function countsOf(all: readonly CaseSummary[], unlisted: number): CaseCounts {
  const of = (list: string) => all.filter((summary) => listOf(summary) === list).length + unlisted;
  return { waiting: of("waiting"), open: of("open"), snoozed: of("snoozed"), closed: of("closed") };
}

/** A page of a list, or of a customer's cases. */
export function listPage(all: readonly CaseSummary[], query: URLSearchParams) {
  const customer = query.get("customer");
  if (customer !== null) return { cases: ofCustomer(all, customer), next: null };
  const list = query.get("list");
  const isThisMonth = query.get("month") === null || query.get("month") === new Date().toISOString().slice(0, 7);
  const group = query.get("group");
  const sorted = all
    .filter((summary) => listOf(summary) === list && isThisMonth)
    .filter((summary) => group === null || summary.group === Number(group))
    .sort((a, b) => (a.place! < b.place! ? -1 : 1));
  // Of what is closed the latest comes first.
  if (list === "closed") sorted.reverse();
  const from = Number(query.get("cursor") ?? 0);
  const next = sorted.length > from + PAGE ? String(from + PAGE) : null;
  return { cases: sorted.slice(from, from + PAGE), next };
}

/** A customer's cases, the newest first. */
export function ofCustomer(all: readonly CaseSummary[], customer: string): CaseSummary[] {
  return all.filter((summary) => summary.customer === customer).sort((a, b) => b.opened_at - a.opened_at);
}
