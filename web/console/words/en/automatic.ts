import type { EarnedBy, ReplyOutcome } from "../../../client/index.ts";
import { plural } from "./plural.ts";

/** What is said of replies that were sent automatically, or would have been. */
export const automatic = {
  show: "Show what was or would be sent automatically",
  title: "Sent automatically, or ready to be",
  none: "Nothing yet. A suggestion that could have been sent automatically shows up here.",
  since: (date: string) => `Since ${date}`,
  ways: {
    same_question: "The same question",
    answer: "Proven answers",
    store: "Certain suggestions",
  } as Record<EarnedBy, string>,
  sent: (sent: number, objected: number) =>
    `${plural(sent, "reply", "replies")} sent automatically, ${objected} of them not helpful.`,
  held: (held: number, agreed: number, refused: number) =>
    `${plural(held, "reply", "replies")} would have been sent: agents agreed with ${agreed} and wanted something else for ${refused}.`,
  parts: {
    fine: "Sent, no objection",
    objected: "Sent, not helpful",
    approved: "Sent unchanged by agents",
    edited: "Edited by agents",
    refused: "Agents wanted something else",
    open: "Not decided yet",
  },
  wasSent: "Sent automatically",
  wouldBeSent: "Would have been sent",
  agentWrote: "The agent wrote",
  withdrawn: "Message deleted",
  outcomes: {
    none: "No reaction yet",
    approved: "An agent sent it unchanged",
    edited: "An agent edited it",
    rejected: "An agent rejected it",
    not_needed: "An agent found it unnecessary",
    own_words: "An agent wrote their own reply",
    not_helped: "It didn’t help the customer",
  } as Record<ReplyOutcome, string>,
};

/** The same words in any language. */
export type AutomaticWords = typeof automatic;
