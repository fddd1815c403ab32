import type { LaterWords } from "../en/later.ts";

/** What is said of what comes later: snoozed conversations and scheduled messages. */
export const later: LaterWords = {
  snoozeHint: "Elle revient dès que le client écrit.",
  snoozeChoices: { hour: "Dans une heure", tomorrow: "Demain matin", monday: "Lundi prochain" },
  untilCustomerWrites: "Prochain message du client",
  chooseTime: "Choisir la date et l’heure",
  laterHint: "Il n’est pas envoyé si quelqu’un répond ou termine la conversation avant.",
  whenStoreOpens: "À l’ouverture de la boutique",
  scheduledMessage: "Message programmé",
  sentAt: (moment) => `Sera envoyé : ${moment}`,
  sentAtOpening: (moment) => `Sera envoyé à l’ouverture : ${moment}`,
  changeScheduled: "Modifier",
  cancelScheduled: "Ne pas envoyer",
};
