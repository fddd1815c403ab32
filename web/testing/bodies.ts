import type { Posted } from "../client/api.ts";
import type { Attachment, EventBody } from "../client/index.ts";
import type { Stored } from "./log.ts";
import { MINUTE, type Person } from "./people.ts";

/** Where a command is given. */
export interface Setting {
  by: Person;
  /** The events before it. */
  events: readonly Pick<Stored, "body">[];
  now: number;
  /** What the files are that it names. */
  files?: readonly Attachment[];
  /** What an agent is called. */
  nameOf(agent: string): string | null;
}

/** What a command's event says: the same as the real service's, to whose vectors it is held. */
export function bodyOf(frame: Posted, { by, events, now, nameOf, files = [] }: Setting): EventBody {
  const attached = files.length === 0 ? {} : { files: [...files] };
  switch (frame.action) {
    case "open":
      return { kind: "opened", text: wordsOf(frame), locale: frame.locale ?? null, ...attached };
    case "send":
      return {
        kind: "message",
        text: wordsOf(frame),
        answers: frame.anyway ? null : (frame.answers ?? null),
        sources: [],
        ...attached,
      };
    case "note":
      return { kind: "note", text: frame.text, ...(frame.mentions?.length ? { mentions: frame.mentions } : {}) };
    case "assign":
      return { kind: "assigned", agent: frame.agent, name: nameOf(frame.agent) };
    case "unassign":
      return { kind: "unassigned" };
    case "escalate": {
      const reason = by.role === "customer" ? "customer_asked" : "staff_asked";
      return { kind: "escalated", reason, tried: null, ...(frame.group == null ? {} : { group: frame.group }) };
    }
    case "helped":
      return frame.yes
        ? { kind: "helped", of: frame.of }
        : { kind: "escalated", reason: "not_helped", tried: frame.of };
    case "rate":
      return { kind: "rated", score: frame.score, comment: frame.comment ?? null };
    case "schedule_message": {
      const at = frame.at ?? now + 60 * MINUTE;
      return { kind: "scheduled", text: frame.text, answers: frame.after, at, at_opening: frame.at === undefined };
    }
    case "cancel_scheduled":
      return { kind: "schedule_cancelled", of: frame.of };
    case "promise_reply":
      return { kind: "promised", by: frame.by };
    case "withdraw_promise":
      return { kind: "promise_withdrawn", of: frame.of };
    case "snooze":
      return { kind: "snoozed", until: frame.until ?? null };
    case "wake":
      return { kind: "woken" };
    case "resolve":
      return { kind: "resolved" };
    case "reopen":
      return { kind: "reopened" };
    case "prioritize":
      return { kind: "prioritized", priority: frame.priority };
    case "set_subject":
      return { kind: "subject_changed", subject: frame.subject ?? null };
    case "tag":
      return { kind: "tagged", added: frame.add ?? [], removed: frame.remove ?? [] };
    case "withdraw":
      return { kind: "withdrawn", of: frame.of };
    case "reject":
      return { kind: "rejected", suggestion: frame.suggestion, reason: frame.reason };
    case "approve":
      return approved(frame, events);
    case "add_participant":
      return { kind: "participant_added", user: frame.user, name: frame.name ?? null };
    case "remove_participant":
      return { kind: "participant_removed", user: frame.user };
  }
}

/** Files may come without words. */
function wordsOf({ text, files }: { text: string; files?: readonly string[] }): string | null {
  return text === "" && files?.length ? null : text;
}

/** A draft that goes out: as it was, or in other words. */
function approved({ suggestion, text }: Extract<Posted, { action: "approve" }>, events: Setting["events"]): EventBody {
  const draft = events[suggestion - 1]?.body;
  if (draft?.kind !== "suggested") throw new Error(`event ${suggestion} is no draft`);
  const { answers, sources } = draft;
  const words = text ?? draft.text;
  return { kind: "approved", suggestion, answers, text: words, edited: words !== draft.text, sources };
}
