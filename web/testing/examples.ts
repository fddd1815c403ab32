import type { AnswerView, CaseSummary } from "../client/index.ts";

// Documents of the service of which nothing matters but what a test says.

/** A case that waits for the staff. */
export function exampleSummary(id: string, more: Partial<CaseSummary> = {}): CaseSummary {
  return {
    case: id,
    store: "demo",
    customer: "v_1",
    customer_name: null,
    subject: id,
    excerpt: null,
    last_role: "customer",
    seq: 1,
    status: "waiting",
    assignee: null,
    assignee_name: null,
    opened_at: 0,
    updated_at: 0,
    waiting_since: 0,
    wants_person: false,
    suggestion: false,
    read: null,
    ...more,
  };
}

/** An answer that nobody has approved yet. */
export function exampleAnswer(id: string, more: Partial<AnswerView> = {}): AnswerView {
  return {
    id,
    store: "demo",
    question: `${id}?`,
    text: "Yes.",
    language: null,
    status: "candidate",
    approvals: 0,
    rejections: 0,
    uses: 0,
    phrasings: 1,
    earned: false,
    proven: false,
    drafts_only: false,
    approved_by: null,
    approved_at: null,
    from: null,
    updated_at: 0,
    version: 1,
    ...more,
  };
}
