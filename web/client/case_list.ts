import type { CaseState } from "./client.ts";
import type { CaseSummary, EventView } from "./generated/wire.ts";

/** The longest start of a message that a list shows. */
const EXCERPT = 120;

/**
 * The list of a customer's cases, newest first. The service's list follows the logs at a short distance: where a
 * replica is further, it speaks.
 */
export function mergeCases(listed: readonly CaseSummary[], held: readonly CaseState[]): CaseSummary[] {
  const cases = new Map(listed.map((summary) => [summary.case, summary]));
  for (const state of held) {
    const summary = cases.get(state.case);
    const isFurther = state.view !== null && state.head > 0 && state.head > (summary?.seq ?? 0);
    if (isFurther) cases.set(state.case, summarize(state, summary));
    if (state.isMissing) cases.delete(state.case);
  }
  return [...cases.values()].sort((a, b) => b.updated_at - a.updated_at);
}

function summarize({ case: id, view, events, head }: CaseState, known?: CaseSummary): CaseSummary {
  if (view === null) throw new Error("only a case with a view is summed up");
  const last = events.findLast(isSpoken);
  const opening = events.find(({ body }) => body.kind === "opened");
  const assigned = events.findLast(({ body }) => body.kind === "assigned")?.body;
  return {
    case: id,
    store: view.store,
    customer: view.customer,
    customer_name: known?.customer_name ?? null,
    subject: opening ? start(opening) : (known?.subject ?? null),
    excerpt: last ? start(last) : (known?.excerpt ?? null),
    last_role: last?.author.role ?? known?.last_role ?? "customer",
    seq: head,
    read: known?.read ?? null,
    status: view.status,
    assignee: view.assignee,
    ...(view.group === undefined ? {} : { group: view.group }),
    assignee_name: assigned?.kind === "assigned" ? assigned.name : (known?.assignee_name ?? null),
    opened_at: view.opened_at,
    updated_at: events.at(-1)?.at ?? view.opened_at,
    waiting_since: view.waiting_since,
    wants_person: known?.wants_person ?? false,
    suggestion: view.suggestion !== null,
    ...((known?.erased || events.some(({ body }) => body.kind === "erased")) && { erased: true }),
  };
}

function isSpoken({ body }: EventView): boolean {
  return body.kind === "opened" || body.kind === "message" || body.kind === "approved";
}

/** The first of what was said, or the names of the files that were sent without a word. */
function start({ body }: EventView): string | null {
  const files = "files" in body ? body.files : undefined;
  const said = ("text" in body && body.text) || files?.map(({ name }) => name).join(", ");
  return said ? said.slice(0, EXCERPT) : null;
}
