import type { SortingWords } from "../en/sorting.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "conversation", "conversations");

export const sorting: SortingWords = {
  subject: "Objet",
  labelTitle: "Étiquettes, objet et priorité",
  tagsHint: "Des mots séparés par des espaces. Seule l’équipe les voit.",
  wrongTag: (tag) => `« ${tag} » ne peut pas être une étiquette. Lettres, chiffres, - et _, 32 au plus.`,
  manyTags: (most) => `Une conversation a ${most} étiquettes au plus.`,
  subjectHint: "Seule l’équipe le voit. Vide : le premier message en tient lieu.",
  save: "Enregistrer",
  selected: (count) => plural(count, "conversation sélectionnée", "conversations sélectionnées"),
  assign: "Attribuer",
  tag: "Étiqueter",
  close: "Terminer",
  cancel: "Annuler",
  assignAll: (count) => `Attribuer ${conversations(count)}`,
  tagAll: (count) => `Étiqueter ${conversations(count)}`,
  underWay: (done, all) => `${done} sur ${all}…`,
  finished: {
    assign: (done, all) =>
      done === all
        ? `${plural(done, "conversation attribuée", "conversations attribuées")}.`
        : `${done} sur ${all} attribuées.`,
    tag: (done, all) =>
      done === all
        ? `${plural(done, "conversation étiquetée", "conversations étiquetées")}.`
        : `${done} sur ${all} étiquetées.`,
    close: (done, all) =>
      done === all
        ? `${plural(done, "conversation terminée", "conversations terminées")}.`
        : `${done} sur ${all} terminées.`,
  },
  skipped: (count) => `Rien à faire pour ${count}.`,
  dismiss: "Masquer",
};
