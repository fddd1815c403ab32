import type { PageWords } from "../en/pages.ts";

export const autoClose: PageWords["autoClose"] = {
  title: "Stille Gespräche",
  turnOn: "Gespräche beenden, auf die niemand mehr antwortet",
  hint: "Erst eine Erinnerung, dann das Ende. Nie, solange eine Antwort vom Team aussteht oder das Gespräch zurückgestellt ist.",
  remindAfter: "Stunden ohne Antwort bis zur Erinnerung",
  reminder: "Erinnerung",
  usualReminder:
    "Hat das geholfen? Bei weiteren Fragen einfach hier schreiben. Sonst beenden wir dieses Gespräch bald.",
  closeAfter: "Stunden nach der Erinnerung bis zum Ende",
  onHint: "Gilt ab jetzt für neue Antworten. Wer später schreibt, öffnet das Gespräch wieder.",
};

export const retention: PageWords["retention"] = {
  title: "Beendete Gespräche",
  turnOn: "Beendete Gespräche nach einiger Zeit löschen",
  hint: "Namen und alles, was gesagt wurde, werden endgültig gelöscht. Freigegebene Antworten und die Zahlen der Statistik bleiben.",
  days: "Tage nach dem Ende",
  onHint: (date) =>
    `Läuft einmal am Tag und erfasst als Nächstes alles, was vor dem ${date} beendet wurde. Wurde ein Gespräch wieder geöffnet, beginnt die Frist neu, sobald es beendet wird.`,
};

export const files: PageWords["files"] = {
  title: "Dateien",
  turnOn: "Kunden und Team dürfen Dateien anhängen",
  hint: "Bilder, PDFs, Dokumente, Ton und Video. Jede wird nach ihrem Inhalt geprüft, bevor sie jemand öffnen kann.",
  megabytes: "Größte Datei in MB",
};
