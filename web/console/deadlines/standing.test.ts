import assert from "node:assert/strict";
import { test } from "node:test";
import { pressing } from "./standing.ts";

const MINUTE = 60_000;

test("a target is soon due from its warning on, a promise in its last quarter of an hour, and late from its time on", () => {
  for (const [kind, warn_at, now, expected] of [
    ["first_reply", 40, 39, "calm"],
    ["first_reply", 40, 40, "soon"],
    ["resolution", null, 59, "calm"],
    ["resolution", null, 60, "late"],
    ["promise", null, 44, "calm"],
    ["promise", null, 45, "soon"],
    ["promise", null, 61, "late"],
  ] as const) {
    const deadline = { kind, at: 60 * MINUTE, warn_at: warn_at === null ? null : warn_at * MINUTE };
    assert.equal(pressing(deadline, now * MINUTE), expected, `${kind} at ${now}`);
  }
});
