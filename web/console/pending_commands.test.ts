import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command, Pending } from "../client/index.ts";
import {
  pendingOutcome,
  conflictOf,
  failedElsewhere,
  hasWords,
  isDeciding,
  lastHeld,
  refusalText,
} from "./pending_commands.ts";

let count = 0;
function pending(command: Command, state: Pending["state"], code: Pending["code"] = null): Pending {
  return {
    id: `p${(count += 1)}`,
    case: command.case,
    command,
    at: count,
    state,
    code,
    heldUntil: state === "held" ? count + 5_000 : 0,
  };
}
const send = (text: string): Command => ({ action: "send", case: "c", text, answers: 1 });
const approve: Command = { action: "approve", case: "c", suggestion: 2, answers: 1 };

test("undo takes back what was given last and has not gone out", () => {
  const [first, second] = [pending(send("a"), "held"), pending(send("b"), "held")];
  assert.equal(lastHeld([first, second, pending(send("c"), "sending")], 0), second);
  assert.equal(lastHeld([pending(send("c"), "queued")], 0), null);
  assert.equal(lastHeld([first, second], second.heldUntil), null);
});

test("a draft that is being decided is no longer offered, unless that failed", () => {
  assert.ok(isDeciding([pending(approve, "held")], 2));
  assert.ok(!isDeciding([pending(approve, "held")], 3));
  assert.ok(!isDeciding([pending(approve, "failed", "conflict")], 2));
});

test("a case is bound for where the last command under way takes it", () => {
  const resolve: Command = { action: "resolve", case: "c" };
  const reopen: Command = { action: "reopen", case: "c" };
  assert.equal(pendingOutcome([pending(resolve, "held")]), "closed");
  assert.equal(pendingOutcome([pending(resolve, "sending"), pending(reopen, "queued")]), "reopened");
  assert.equal(pendingOutcome([pending(resolve, "failed", "wrong_state")]), null);
});

test("only a conflict is a clash", () => {
  const clash = pending(send("a"), "failed", "conflict");
  assert.equal(conflictOf([pending(send("b"), "failed", "too_long"), clash]), clash);
  const decision = pending({ action: "resolve", case: "c" }, "failed", "conflict");
  assert.equal(conflictOf([decision]), decision);
  assert.deepEqual([hasWords(clash), hasWords(decision)], [true, false]);
  assert.equal(failedElsewhere([clash], "c"), null);
  assert.equal(failedElsewhere([clash], "d"), clash);
});

test("each refusal has a sentence, known or not", () => {
  assert.match(refusalText("too_long"), /4,000/);
  assert.match(refusalText("id_reused"), /\.$/);
  assert.match(refusalText(null), /\.$/);
});
