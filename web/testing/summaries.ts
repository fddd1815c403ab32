import type { CaseSummary, Deadline, EventView } from "../client/index.ts";
import { openPromise } from "../client/promise.ts";
import { placeOf } from "./lists.ts";
import type { CaseLog } from "./log.ts";
import type { Person } from "./people.ts";

/** What a list says of a case beside where that stands. */
type Words = Pick<
  CaseSummary,
  "subject" | "excerpt" | "last_role" | "assignee_name" | "wants_person" | "asked_person" | "tags" | "erased"
>;

/** What a list says of a case. Where it stands comes from its log's view; only what no view has is gathered here. */
export function summaryOf(log: CaseLog, viewer: Person): CaseSummary {
  const { store, customer, status, head, assignee, group, opened_at, waiting_since, priority, snoozed, suggestion } =
    log.view(viewer);
  const events = log.visible(viewer);
  const isCustomer = viewer.role === "customer";
  const {
    asked_person,
    tags = [],
    ...words
  } = events.reduce((before, event) => told(before, event, events), {
    ...FIRST,
    ...log.start,
    asked_person: log.start.wants_person === true,
  } as Words);
  const summary: CaseSummary = {
    case: log.id,
    store,
    customer,
    customer_name: words.erased === true ? null : (events[0]?.author.name ?? null),
    ...words,
    assignee_name: assignee === null ? null : words.assignee_name,
    seq: head,
    status,
    assignee,
    opened_at,
    updated_at: events.at(-1)?.at ?? 0,
    waiting_since,
    suggestion: suggestion !== null && !isCustomer,
    read: null,
    ...(group === undefined ? {} : { group }),
  };
  if (isCustomer) return summary;
  const staffs: CaseSummary = {
    ...summary,
    ...(asked_person === true ? { asked_person } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(tags.length > 0 ? { tags } : {}),
    ...(snoozed === undefined ? {} : { snoozed }),
    ...deadlinesOf(log, events, status !== "resolved"),
  };
  return { ...staffs, place: placeOf(staffs, log.since) };
}

/** What is still due: targets as a test sets them for its case, and the promise that the log holds. */
function deadlinesOf(
  { start }: CaseLog,
  events: readonly EventView[],
  isOpen: boolean,
): Pick<CaseSummary, "deadlines"> {
  const open = openPromise(events);
  const promise: Deadline[] = open === null ? [] : [{ kind: "promise", at: open.by, warn_at: null }];
  const hasReply = events.some(({ body, author }) => body.kind === "message" && author.role !== "customer");
  const targets = (start.deadlines ?? []).filter(({ kind }) => isOpen && (kind !== "first_reply" || !hasReply));
  const deadlines = [...targets, ...promise].sort((one, other) => one.at - other.at);
  return deadlines.length === 0 ? {} : { deadlines };
}

const FIRST: Words = {
  subject: null,
  excerpt: null,
  last_role: "customer",
  assignee_name: null,
  wants_person: false,
};

/** The words of a message, or the names of its files where it has none. */
function lineOf(body: { text: string | null; files?: { name: string }[] }): string | null {
  return body.text ?? (body.files?.map(({ name }) => name).join(", ") || null);
}

function told(before: Words, { author, body }: EventView, events: readonly EventView[]): Words {
  switch (body.kind) {
    case "opened":
      return { ...before, subject: firstLine(lineOf(body)), excerpt: lineOf(body) };
    case "message":
    case "approved": {
      const isPersons = author.role === "agent" || author.role === "lead";
      const spoken = { ...before, last_role: author.role, excerpt: lineOf(body) ?? before.excerpt };
      return isPersons ? { ...spoken, ...UNASKED } : spoken;
    }
    case "escalated": {
      const isCustomers = body.reason === "customer_asked" || body.reason === "not_helped";
      const asked_person = before.asked_person === true || isCustomers;
      const passed = body.group === undefined ? {} : { assignee_name: null };
      return { ...before, wants_person: true, asked_person, ...passed };
    }
    case "resolved":
      return { ...before, ...UNASKED };
    case "assigned":
      return { ...before, assignee_name: body.name };
    case "subject_changed": {
      const opening = events[0]?.body;
      const own = opening?.kind === "opened" ? firstLine(opening.text) : null;
      return { ...before, subject: body.subject ?? own };
    }
    case "tagged": {
      const kept = (before.tags ?? []).filter((tag) => !body.removed.includes(tag));
      return { ...before, tags: [...new Set([...kept, ...body.added])].sort() };
    }
    case "erased": {
      const { tags: _, ...left } = before;
      return { ...left, subject: null, excerpt: null, erased: true };
    }
    default:
      return before;
  }
}

/** A person has replied, or nobody waits for one any more. */
const UNASKED = { wants_person: false, asked_person: false };

function firstLine(text: string | null): string | null {
  return text === null ? null : text.split("\n")[0]!.slice(0, 80);
}
