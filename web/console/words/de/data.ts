import type { DataWords } from "../en/data.ts";
import { plural } from "./plural.ts";

export const data: DataWords = {
  exportHint: "Was über diesen Kunden gespeichert ist, auch die Notizen des Teams, lässt sich ihm aushändigen.",
  exportPage: "Als Seite speichern",
  exportJson: "Als JSON speichern",
  exportZip: "Mit Dateien speichern (ZIP)",
  exporting: "Wird gelesen…",
  exportedSoFar: (cases) => `Wird gelesen… bisher ${plural(cases, "Gespräch", "Gespräche")}`,
  exported: (cases) => `${plural(cases, "Gespräch", "Gespräche")} gespeichert.`,
  exportingFiles: (done, all) => `Dateien werden gelesen… ${done} von ${all}`,
  exportedWithout: (files) => `${plural(files, "Datei konnte", "Dateien konnten")} nicht gelesen werden.`,
  exportTooLarge:
    "Die Dateien haben zusammen mehr als 4 GB, was ein Archiv nicht fasst. Speichere die Seite, und die Dateien aus den Gesprächen.",
  pageTitle: "Ihre Gespräche mit uns",
  customer: "Kundin oder Kunde",
  assistant: "Assistent (KI)",
  colleague: "Unser Team",
  internal: "interne Notiz",
  rated: (score) => `Bewertung: ${score} von 5`,
  eraseHint: "Auf Wunsch des Kunden lässt sich alles, was er geschrieben hat, samt Namen endgültig löschen.",
  eraseCase: "Dieses Gespräch löschen…",
  eraseCustomer: "Alle Gespräche dieses Kunden löschen…",
  sureCase: "Dieses Gespräch löschen?",
  sureCustomer: "Alle Gespräche dieses Kunden löschen?",
  sureHint:
    "Alle Nachrichten, Notizen und Namen darin verschwinden für alle, auch für den Kunden. Antworten der Wissensdatenbank, die wörtlich daraus übernommen wurden, werden ebenfalls entfernt: Formulier vorher um, was bleiben soll. Das lässt sich nicht rückgängig machen.",
  eraseForGood: "Endgültig löschen",
  erasing: "Wird gelöscht… Das dauert etwa eine Minute. Du kannst diese Seite schließen.",
  erased: (cases, answers) =>
    `${plural(cases, "Gespräch", "Gespräche")} gelöscht${answers > 0 ? `, dazu ${plural(answers, "Antwort", "Antworten")}` : ""}.`,
  cancel: "Abbrechen",
  again: "Noch einmal versuchen",
};
