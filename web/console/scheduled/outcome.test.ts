import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventBody, EventView, Role } from "../../client/index.ts";
import { outcomeOf } from "./outcome.ts";

const scheduled: EventBody = { kind: "scheduled", text: "Later.", answers: 1, at: 9, at_opening: false };
const message: EventBody = { kind: "message", text: "Hello", answers: null, sources: [] };

/** A log in which the second event was written for later, and these came after it. */
function log(...after: [Role, EventBody, string?][]): EventView[] {
  const events: [Role, EventBody, string?][] = [["customer", message], ["agent", scheduled], ...after];
  return events.map(([role, body, id = "x"], at) => ({
    seq: at + 1,
    prev_visible: at,
    at: 0,
    id,
    author: { role, id: null, name: null },
    body,
  }));
}

test("a message for later waits until something ends that", () => {
  const withdrawn: EventBody = { kind: "withdrawn", of: 1 };
  assert.equal(outcomeOf(2, log(["customer", message], ["assistant", message], ["lead", withdrawn])), "waiting");
});

test("what ended its wait first is what became of it", () => {
  const cancelled: EventBody = { kind: "schedule_cancelled", of: 2 };
  const resolved: EventBody = { kind: "resolved" };
  for (const [expected, role, body, id] of [
    ["sent", "agent", message, "later-00002"],
    ["answered", "agent", message, "x"],
    ["cancelled", "lead", cancelled, "x"],
    ["replaced", "agent", scheduled, "x"],
    ["closed", "agent", resolved, "x"],
  ] as const)
    assert.equal(outcomeOf(2, log([role, body, id], ["agent", message])), expected);
});
