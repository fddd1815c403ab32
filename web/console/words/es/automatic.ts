import type { AutomaticWords } from "../en/automatic.ts";
import { plural } from "./plural.ts";

/** What is said of replies that were sent automatically, or would have been. */
export const automatic: AutomaticWords = {
  show: "Ver lo que se envió o se habría enviado automáticamente",
  title: "Enviadas automáticamente, o listas para ello",
  none: "Nada todavía. Las sugerencias que se habrían podido enviar automáticamente aparecen aquí.",
  since: (date) => `Desde el ${date}`,
  ways: {
    same_question: "La misma pregunta",
    answer: "Respuestas probadas",
    store: "Sugerencias seguras",
  },
  sent: (sent, objected) =>
    `${plural(sent, "respuesta enviada", "respuestas enviadas")} automáticamente, de ellas ${objected} sin ayudar.`,
  held: (held, agreed, refused) =>
    `${plural(held, "respuesta se habría enviado", "respuestas se habrían enviado")}: el equipo aprobó ${agreed} y quiso otra cosa en ${refused}.`,
  parts: {
    fine: "Enviadas, sin objeción",
    objected: "Enviadas, sin ayudar",
    approved: "Enviadas sin cambios por el equipo",
    edited: "Editadas por el equipo",
    refused: "El equipo quiso otra cosa",
    open: "Aún sin decidir",
  },
  wasSent: "Enviada automáticamente",
  wouldBeSent: "Se habría enviado",
  agentWrote: "El equipo escribió",
  withdrawn: "Mensaje eliminado",
  outcomes: {
    none: "Aún sin reacción",
    approved: "El equipo la envió sin cambios",
    edited: "El equipo la editó",
    rejected: "El equipo la rechazó",
    not_needed: "El equipo no la vio necesaria",
    own_words: "El equipo escribió su propia respuesta",
    not_helped: "No ayudó",
  },
};
