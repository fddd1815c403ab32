import type { SavedViewWords } from "../en/saved_views.ts";

/** What is said of saved views. */
export const de: SavedViewWords = {
  save: "Ansicht speichern",
  edit: "Ansicht bearbeiten",
  name: "Name",
  who: "Wer sie sieht",
  onlyMe: "Nur ich",
  everyone: "Alle im Shop",
  store: "Shop",
  sharedHint: "Alle im Shop sehen diese Ansicht.",
  rename: "Umbenennen",
  delete: "Löschen",
  deleteQuestion: (name) => `${name} löschen?`,
  keepIt: "Behalten",
  saved: (name) => `Ansicht ${name} gespeichert.`,
  renamed: (name) => `Die Ansicht heißt jetzt ${name}.`,
  deleted: (name) => `Ansicht ${name} gelöscht.`,
  full: "Es gibt schon 20 Ansichten, mehr geht nicht. Lösch zuerst eine.",
  changedByOther: "Jemand anderes hat diese Ansicht geändert.",
  refused: "Das konnte nicht gespeichert werden.",
  offline: "Keine Verbindung. Versuch es noch einmal.",
  view: "Gespeicherte Ansicht",
  ownView: ", gespeicherte Ansicht",
  sharedView: ", geteilte Ansicht",
  changed: (before, after) =>
    before === null
      ? `Ansicht ${after} kam hinzu`
      : after === null
        ? `Ansicht ${before} wurde gelöscht`
        : before === after
          ? `Ansicht ${after} wurde geändert`
          : `Ansicht ${before} heißt jetzt ${after}`,
};
