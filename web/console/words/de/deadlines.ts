import type { DeadlineWords, TargetWords } from "../en/deadlines.ts";

/** What is said of what is due by when: targets of the store, and promised replies. */
export const deadlines: DeadlineWords = {
  kinds: { first_reply: "Erste Antwort", resolution: "Lösung", promise: "Zugesagte Antwort" },
  left: (duration) => `noch ${duration}`,
  over: (duration) => `${duration} zu spät`,
  promiseHint: "Die Kundin oder der Kunde sieht das. Die nächste Antwort aus dem Team löst die Zusage ein.",
  promised: (name, isMe, moment) => `${isMe ? "Du hast" : `${name} hat`} eine Antwort bis ${moment} zugesagt`,
  notKept: "Noch keine Antwort",
  colleague: "Jemand aus dem Team",
  change: "Ändern",
  withdraw: "Zurücknehmen",
  happened: {
    promised: (who, isMe, moment) => `${who} ${isMe ? "hast" : "hat"} eine Antwort bis ${moment} zugesagt`,
    withdrawn: (who, isMe) => `${who} ${isMe ? "hast" : "hat"} die zugesagte Antwortzeit zurückgenommen`,
    warned: (what, moment) => `${what} bald fällig: ${moment}`,
    missed: (what, moment) => `${what} nicht rechtzeitig: fällig ${moment}`,
  },
};

/** What the store's page says of targets. */
export const targets: TargetWords = {
  title: "Ziele für Antworten",
  hint: "Wie schnell ein Mensch zum ersten Mal antwortet, und wie schnell Gespräche beendet sind. Leer: kein Ziel.",
  first_reply: "Erste Antwort (Minuten)",
  resolution: "Lösung (Minuten)",
  businessHours: "Nur Öffnungszeiten zählen",
  businessHoursHint: "Nächte, freie Tage und Feiertage zählen nicht. Ohne Öffnungszeiten zählt die ganze Zeit.",
  warning: "Warnung nach diesem Anteil der Zeit, in Prozent; 0 für keine",
  targetMinutes: (most) => `Jedes Ziel ist eine ganze Zahl von Minuten von 1 bis ${most}.`,
  warningShare: (most) => `Die Warnung ist eine ganze Zahl von Prozent von 0 bis ${most}.`,
  onHint:
    "Warnungen und verfehlte Ziele stehen im Gespräch und in der Liste und gehen als Ereignisse an andere Programme. Eine Änderung gilt für ein Gespräch, sobald darin etwas geschieht.",
};
