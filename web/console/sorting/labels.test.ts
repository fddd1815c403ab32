import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseState, CaseSummary, EventBody } from "../../client/index.ts";
import { labelsOf } from "./labels.ts";
import { parseTags } from "./tags.ts";

const happened = (...bodies: EventBody[]) =>
  ({ events: bodies.map((body, at) => ({ seq: at + 1, body })) }) as unknown as CaseState;
const listed = (seq: number, subject: string, tags: string[]) => ({ seq, subject, tags }) as unknown as CaseSummary;

test("what has happened since the list was told counts, what it knows already does not count twice", () => {
  const state = happened(
    { kind: "tagged", added: ["vip"], removed: [] },
    { kind: "tagged", added: ["refund"], removed: ["vip"] },
    { kind: "subject_changed", subject: "A lamp" },
  );
  assert.deepEqual(labelsOf({ state, summary: listed(1, "Hello", ["vip"]) }), { subject: "A lamp", tags: ["refund"] });
  assert.deepEqual(labelsOf({ state, summary: listed(3, "A lamp", ["refund", "sofa"]) }).tags, ["refund", "sofa"]);
  assert.deepEqual(labelsOf({ state, summary: null }), { subject: "A lamp", tags: ["refund"] });
});

test("tags are words between spaces and commas, in lower case, each once", () => {
  assert.deepEqual(parseTags(" VIP, refund  #Rückgabe vip "), { tags: ["vip", "refund", "rückgabe"], wrong: [] });
  assert.deepEqual(parseTags("a.b fine"), { tags: ["fine"], wrong: ["a.b"] });
  assert.deepEqual(parseTags(""), { tags: [], wrong: [] });
});
