import type { LaterWords } from "../en/later.ts";

/** What is said of what comes later: snoozed conversations and scheduled messages. */
export const later: LaterWords = {
  snoozeHint: "Vuelve en cuanto el cliente escriba.",
  snoozeChoices: { hour: "Dentro de una hora", tomorrow: "Mañana por la mañana", monday: "El próximo lunes" },
  untilCustomerWrites: "Que escriba el cliente",
  chooseTime: "Elegir fecha y hora",
  laterHint: "No se envía si antes alguien responde o cierra la conversación.",
  whenStoreOpens: "Cuando abra la tienda",
  scheduledMessage: "Mensaje programado",
  sentAt: (moment) => `Se enviará: ${moment}`,
  sentAtOpening: (moment) => `Se enviará cuando abra la tienda: ${moment}`,
  changeScheduled: "Cambiar",
  cancelScheduled: "No enviar",
};
