import type { DeadlineKind } from "../../../client/index.ts";

/** What is said of what is due by when: targets of the store, and promised replies. */
export const deadlines = {
  kinds: { first_reply: "First reply", resolution: "Resolution", promise: "Promised reply" } as Record<
    DeadlineKind,
    string
  >,
  left: (duration: string) => `${duration} left`,
  over: (duration: string) => `${duration} late`,
  promiseHint: "The customer sees it. The next reply from anyone on the team keeps the promise.",
  promised: (name: string, isMe: boolean, moment: string) => `${isMe ? "You" : name} promised a reply by ${moment}`,
  notKept: "No reply yet",
  colleague: "A colleague",
  change: "Change",
  withdraw: "Withdraw",
  happened: {
    promised: (who: string, _isMe: boolean, moment: string) => `${who} promised a reply by ${moment}`,
    withdrawn: (who: string, _isMe: boolean) => `${who} withdrew the promised reply time`,
    warned: (what: string, moment: string) => `${what} is due soon: ${moment}`,
    missed: (what: string, moment: string) => `${what} was late: due ${moment}`,
  },
};

export type DeadlineWords = typeof deadlines;

/** What the store's page says of targets. */
export const targets = {
  title: "Response targets",
  hint: "How soon customers get a first reply from a person, and how soon conversations are closed. Empty: no target.",
  first_reply: "First reply (minutes)",
  resolution: "Resolution (minutes)",
  businessHours: "Count office hours only",
  businessHoursHint: "Nights, days off and holidays don’t count. Without office hours, all time counts.",
  warning: "Warning after this share of the time, in percent; 0 for none",
  targetMinutes: (most: number) => `Each target is a whole number of minutes from 1 to ${most}.`,
  warningShare: (most: number) => `The warning is a whole number of percent from 0 to ${most}.`,
  onHint:
    "Warnings and missed targets appear in the conversation, in the list and as events for other programs. A change applies to a conversation once something happens in it.",
};

export type TargetWords = typeof targets;
