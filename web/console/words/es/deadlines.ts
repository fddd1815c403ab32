import type { DeadlineWords, TargetWords } from "../en/deadlines.ts";

/** What is said of what is due by when: targets of the store, and promised replies. */
export const deadlines: DeadlineWords = {
  kinds: { first_reply: "Primera respuesta", resolution: "Resolución", promise: "Respuesta prometida" },
  left: (duration) => `quedan ${duration}`,
  over: (duration) => `${duration} tarde`,
  promiseHint: "El cliente lo ve. La siguiente respuesta de cualquiera del equipo cumple la promesa.",
  promised: (name, isMe, moment) => `${isMe ? "Has" : `${name} ha`} prometido una respuesta antes de ${moment}`,
  notKept: "Aún sin respuesta",
  colleague: "Alguien del equipo",
  change: "Cambiar",
  withdraw: "Retirar",
  happened: {
    promised: (who, isMe, moment) => `${isMe ? "Has" : `${who} ha`} prometido una respuesta antes de ${moment}`,
    withdrawn: (who, isMe) => `${isMe ? "Has" : `${who} ha`} retirado la hora prometida`,
    warned: (what, moment) => `${what}: vence pronto, ${moment}`,
    missed: (what, moment) => `${what}: fuera de plazo, vencía ${moment}`,
  },
};

/** What the store's page says of targets. */
export const targets: TargetWords = {
  title: "Objetivos de respuesta",
  hint: "En cuánto tiempo responde por primera vez una persona y en cuánto se cierran las conversaciones. Vacío: sin objetivo.",
  first_reply: "Primera respuesta (minutos)",
  resolution: "Resolución (minutos)",
  businessHours: "Contar solo el horario de atención",
  businessHoursHint: "No cuentan las noches, los días libres ni los festivos. Sin horario, cuenta todo el tiempo.",
  warning: "Aviso tras esta parte del tiempo, en porcentaje; 0 para ninguno",
  targetMinutes: (most) => `Cada objetivo es un número entero de minutos, de 1 a ${most}.`,
  warningShare: (most) => `El aviso es un porcentaje entero, de 0 a ${most}.`,
  onHint:
    "Los avisos y los objetivos incumplidos aparecen en la conversación, en la lista y como eventos para otros programas. Un cambio se aplica a una conversación cuando ocurre algo en ella.",
};
