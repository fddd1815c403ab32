import type { Code, Pending } from "../client/index.ts";
import { wording } from "./words/index.ts";

// What the console makes of commands that are not in the log yet.

/** Whether a command is held so that its author can undo it, and does not wait for anything else. */
export function isHeld({ state, heldUntil }: Pending, now: number): boolean {
  return state === "held" && now < heldUntil;
}

/** In how many seconds a held command is sent. */
export function secondsLeft({ heldUntil }: Pending, now: number): number {
  return Math.max(1, Math.ceil((heldUntil - now) / 1_000));
}

/** The command that Undo takes back: of those held, the one given last. */
export function lastHeld(pending: readonly Pending[], now: number): Pending | null {
  return pending.filter((own) => isHeld(own, now)).at(-1) ?? null;
}

/** Whether a decision on this draft is under way: then it is no longer offered. */
export function isDeciding(pending: readonly Pending[], suggestion: number): boolean {
  return pending.some(({ command, state }) => {
    const isDecision = command.action === "approve" || command.action === "reject";
    return isDecision && command.suggestion === suggestion && state !== "failed";
  });
}

/** Where the case will stand once everything under way is done: closed, open again, or as it is. */
export function pendingOutcome(pending: readonly Pending[]): "closed" | "reopened" | null {
  const last = pending
    .filter(({ command, state }) => state !== "failed" && (command.action === "resolve" || command.action === "reopen"))
    .at(-1);
  return last === undefined ? null : last.command.action === "resolve" ? "closed" : "reopened";
}

/** The reply or decision that somebody was faster than. It waits for a decision of its author. */
export function conflictOf(pending: readonly Pending[]): Pending | null {
  return pending.find(({ state, code }) => state === "failed" && code === "conflict") ?? null;
}

/** What failed in other cases than this one, where its own page would show it. */
export function failedElsewhere(pending: readonly Pending[], here: string | null): Pending | null {
  return pending.find((own) => own.state === "failed" && own.case !== here) ?? null;
}

/** The words of a command, for its author to see. Null: it has none, or they are the draft's own. */
export function textOf({ command }: Pending): string | null {
  return "text" in command ? (command.text ?? null) : null;
}

/** Whether a command carries words to the customer. */
export function hasWords({ command }: Pending): boolean {
  return command.action === "send" || command.action === "approve";
}

/** Why the service refused, as a sentence. */
export function refusalText(code: Code | null): string {
  const { refusals, refused } = wording();
  return (code === null ? undefined : refusals[code]) ?? refused;
}

/** What is about to be done, for the toast. */
export function pendingLabel({ command }: Pending, name: string): string {
  const words = wording();
  switch (command.action) {
    case "send":
    case "approve":
      return words.sendingTo(name);
    case "reject":
      return words.rejecting;
    case "resolve":
      return words.closingFor(name);
    case "withdraw":
      return words.withdrawing;
    default:
      return words.saving;
  }
}
