import type { SortingWords } from "../en/sorting.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "Gespräch", "Gespräche");

export const sorting: SortingWords = {
  subject: "Betreff",
  labelTitle: "Tags, Betreff und Priorität",
  tagsHint: "Mit Leerzeichen trennen. Nur das Team sieht die Tags.",
  wrongTag: (tag) =>
    `„${tag}“ kann kein Tag sein. Erlaubt sind bis zu 32 Buchstaben, Ziffern, Binde- oder Unterstriche.`,
  manyTags: (most) => `Ein Gespräch hat höchstens ${most} Tags.`,
  subjectHint: "Nur das Team sieht ihn. Bleibt er leer, wird die erste Nachricht angezeigt.",
  save: "Speichern",
  selected: (count) => `${conversations(count)} ausgewählt`,
  assign: "Zuweisen",
  tag: "Taggen",
  close: "Beenden",
  cancel: "Aufheben",
  assignAll: (count) => `${conversations(count)} zuweisen`,
  tagAll: (count) => `${conversations(count)} taggen`,
  underWay: (done, all) => `${done} von ${all} erledigt…`,
  finished: {
    assign: (done, all) => (done === all ? `${conversations(done)} zugewiesen.` : `${done} von ${all} zugewiesen.`),
    tag: (done, all) => (done === all ? `${conversations(done)} getaggt.` : `${done} von ${all} getaggt.`),
    close: (done, all) => (done === all ? `${conversations(done)} beendet.` : `${done} von ${all} beendet.`),
  },
  skipped: (count) => `Bei ${count} war nichts zu tun.`,
  dismiss: "Ausblenden",
};
