import assert from "node:assert/strict";
import { test } from "node:test";
import { assigneeOf, choiceOf, documentOf, fieldsOf, isShortcut } from "./canned_fields.ts";

test("what is empty is left out, and what a macro does is named", () => {
  assert.deepEqual(documentOf({ ...fieldsOf(null), title: " Refund ", text: "Soon.\n" }), {
    title: "Refund",
    text: "Soon.",
  });
  const whole = documentOf({
    title: "Refund",
    shortcut: "refund",
    text: "Soon.",
    assign: { to: "group", group: 2 },
    close: true,
  });
  assert.deepEqual(whole, {
    title: "Refund",
    shortcut: "refund",
    text: "Soon.",
    assign: { to: "group", group: 2 },
    close: true,
  });
});

test("an assignee is a choice and comes back", () => {
  for (const assign of [null, { to: "me" }, { to: "group", group: 12 }] as const)
    assert.deepEqual(assigneeOf(choiceOf(assign)), assign);
});

test("a shortcut is what the service takes for one", () => {
  for (const right of ["refund", "vat-2_x"]) assert.ok(isShortcut(right), right);
  for (const wrong of ["", "Refund", "a b", "größe", "x".repeat(33)]) assert.ok(!isShortcut(wrong), wrong);
});
