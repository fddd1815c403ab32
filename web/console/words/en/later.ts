import type { SnoozeChoice } from "../../snooze/times.ts";

/** What is said of what comes later: snoozed conversations and scheduled messages. */
export const later = {
  snoozeHint: "It comes back at once when the customer writes.",
  snoozeChoices: { hour: "In one hour", tomorrow: "Tomorrow morning", monday: "Next Monday" } as Record<
    SnoozeChoice,
    string
  >,
  untilCustomerWrites: "The customer writes",
  chooseTime: "Choose date and time",
  laterHint: "It isn’t sent if somebody replies or closes the conversation before.",
  whenStoreOpens: "When the store opens",
  scheduledMessage: "Scheduled message",
  sentAt: (moment: string) => `Will be sent: ${moment}`,
  sentAtOpening: (moment: string) => `Will be sent when the store opens: ${moment}`,
  changeScheduled: "Change",
  cancelScheduled: "Don’t send",
};

export type LaterWords = typeof later;
