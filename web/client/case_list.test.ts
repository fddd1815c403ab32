import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeCases } from "./case_list.ts";
import type { CaseState } from "./client.ts";
import type { CaseView } from "./generated/wire.ts";

const VIEW: CaseView = {
  case: "c".repeat(26),
  store: "demo",
  customer: `v_${"a".repeat(26)}`,
  status: "waiting",
  head: 3,
  assignee: null,
  opened_at: 1,
  waiting_since: 2,
  customer_seq: 1,
  person_seq: 0,
  suggestion: null,
};

/** What a replica with this view makes of a list that does not know its case yet. */
function summaryOf(view: CaseView) {
  const held = { case: view.case, view, head: view.head, events: [], isMissing: false } as unknown as CaseState;
  return mergeCases([], [held])[0]!;
}

test("a case that a replica knows better than the list keeps its group there", () => {
  assert.equal(summaryOf({ ...VIEW, group: 4 }).group, 4);
});

test("a case of no group names none", () => {
  assert.equal("group" in summaryOf(VIEW), false);
});
