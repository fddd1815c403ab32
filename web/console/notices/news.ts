import type { CaseSummary } from "../../client/index.ts";
import { customerName } from "../display_names.ts";
import type { ListName } from "../location.ts";
import { listOf } from "../worklist.ts";
import type { NoticeKind } from "./choices.ts";

/** A case that has moved in the lists: as it was known before, where it was, and as it is now. */
export interface Moved {
  before: CaseSummary | undefined;
  now: CaseSummary;
}

/** Something that a person may want to be told of. */
export interface News {
  kind: NoticeKind;
  case: string;
  /** Where the case is found. */
  list: ListName;
  /** Who wrote. */
  who: string;
  /** What; null where it was deleted since. */
  text: string | null;
}

/** What a case's move is to this person: news of theirs, of nobody's yet, or nothing. */
export function newsOf({ before, now }: Moved, me: string | null): News | null {
  if (me === null) return null;
  const isMine = now.assignee === me;
  const hasBecomeMine = isMine && before !== undefined && before.assignee !== me && now.seq > before.seq;
  const isNobodys = now.assignee === null;
  const isTold = hasNewMessage(before, now) ? isMine || isNobodys : hasBecomeMine;
  if (!isTold) return null;
  const { case: id, customer, customer_name, excerpt } = now;
  return {
    kind: isMine ? "mine" : "new",
    case: id,
    list: listOf(now),
    who: customerName(customer_name, customer),
    text: excerpt,
  };
}

/** Whether the customer has written since: a draft or an assignment moves a case on as well. */
function hasNewMessage(before: CaseSummary | undefined, now: CaseSummary): boolean {
  const isCustomers = now.status === "waiting" && now.last_role === "customer" && now.seq > (before?.seq ?? 0);
  return isCustomers && (before?.last_role !== "customer" || before.excerpt !== now.excerpt);
}
