import type { SortingWords } from "../en/sorting.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "conversation", "conversations");

export const sorting: SortingWords = {
  subject: "Objet",
  labelTitle: "Étiquettes, objet et priorité",
  tagsHint: "Séparez les étiquettes par des espaces. Seule l’équipe les voit.",
  wrongTag: (tag) =>
    `« ${tag} » ne peut pas être une étiquette. Utilisez au plus 32 lettres, chiffres, traits d’union ou tirets bas.`,
  manyTags: (most) => `Une conversation a ${most} étiquettes au plus.`,
  subjectHint: "Seule l’équipe le voit. S’il est vide, le premier message s’affiche à la place.",
  save: "Enregistrer",
  selected: (count) => plural(count, "conversation sélectionnée", "conversations sélectionnées"),
  assign: "Attribuer",
  tag: "Étiqueter",
  close: "Terminer",
  cancel: "Désélectionner",
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
