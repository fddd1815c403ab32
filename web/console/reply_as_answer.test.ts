import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventBody, EventView, Role } from "../client/index.ts";
import { answerStart, lastReply } from "./reply_as_answer.ts";

function log(...said: [Role, EventBody][]): EventView[] {
  return said.map(([role, body], index) => ({
    seq: index + 1,
    prev_visible: index,
    at: 0,
    id: `e${index}`,
    author: { role, id: role, name: null },
    body,
  }));
}

const message = (text: string | null, answers: number | null = null): EventBody => ({
  kind: "message",
  text,
  answers,
  sources: [],
});
const opened: EventBody = { kind: "opened", text: "Where is it?", locale: "de-AT" };

test("a reply is saved with the customer's message that it answers, in the customer's language", () => {
  const events = log(
    ["customer", opened],
    ["customer", message("Order 7731")],
    ["agent", message("On its way.", 2)],
    ["customer", message("Thanks")],
  );
  assert.deepEqual(answerStart("c", events, 3), {
    question: "Order 7731",
    text: "On its way.",
    language: "de",
    from: { case: "c", seq: 3 },
  });
});

test("what came in while the reply was written is not what it answers", () => {
  const events = log(["customer", opened], ["customer", message("And one more")], ["agent", message("On its way.", 1)]);
  assert.equal(answerStart("c", events, 3)?.question, "Where is it?");
});

test("nothing is saved of what is not a person's reply", () => {
  const note: EventBody = { kind: "note", text: "Psst" };
  const events = log(["customer", opened], ["assistant", message("Hm")], ["agent", note], ["agent", message(null)]);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((seq) => answerStart("c", events, seq)),
    [null, null, null, null, null],
  );
  assert.equal(lastReply(events), null);
});

test("the last reply is the newest that stands", () => {
  const events = log(
    ["customer", opened],
    ["agent", message("One")],
    ["lead", message("Two")],
    ["lead", { kind: "withdrawn", of: 3 }],
  );
  assert.equal(lastReply(events), 2);
});
