import type { LaterWords } from "../en/later.ts";

/** What is said of what comes later: snoozed conversations and scheduled messages. */
export const later: LaterWords = {
  snoozeHint: "Kommt vorher eine Nachricht, ist das Gespräch sofort wieder da.",
  snoozeChoices: { hour: "In einer Stunde", tomorrow: "Morgen früh", monday: "Nächsten Montag" },
  untilCustomerWrites: "Zur nächsten Nachricht",
  chooseTime: "Datum und Uhrzeit wählen",
  laterHint: "Sie wird nicht gesendet, wenn vorher jemand antwortet oder das Gespräch beendet.",
  whenStoreOpens: "Sobald der Shop öffnet",
  scheduledMessage: "Geplante Nachricht",
  sentAt: (moment) => `Wird gesendet: ${moment}`,
  sentAtOpening: (moment) => `Wird bei Öffnung gesendet: ${moment}`,
  changeScheduled: "Ändern",
  cancelScheduled: "Nicht senden",
};
