import type { TargetFigureWords } from "../en/target_figures.ts";

/** What the statistics say of targets. */
export const de: TargetFigureWords = {
  title: "Ziele für Antworten",
  chart:
    "Ein Diagramm des täglichen Anteils der Gespräche, die ihr Ziel erreicht haben; die Zahlen stehen in der Tabelle darunter.",
  note: "Gespräche ohne Ziel und solche, die noch Zeit haben, zählen hier nicht. Ein Gespräch, das sein Ziel verfehlt hat, zählt auch nach dem Wiederöffnen als verfehlt.",
  firstReplyTarget: "Erste Antwort im Ziel",
  resolutionTarget: "Im Ziel beendet",
  metAndMissed: (met, missed) => `${met} erreicht, ${missed} verfehlt`,
  firstReplyMet: "Erste Antwort: erreicht",
  firstReplyMissed: "Erste Antwort: verfehlt",
  resolutionMet: "Ende: erreicht",
  resolutionMissed: "Ende: verfehlt",
  shareOf: (share, met, all) => `${share} (${met} von ${all})`,
};
