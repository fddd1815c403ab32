import type { DataWords } from "../en/data.ts";
import { plural } from "./plural.ts";

export const data: DataWords = {
  exportHint: "Ce qui est conservé de ce client, y compris les notes de l’équipe, peut lui être remis.",
  exportPage: "Enregistrer comme page",
  exportJson: "Enregistrer en JSON",
  exportZip: "Enregistrer avec les fichiers (ZIP)",
  exporting: "Lecture…",
  exportedSoFar: (cases) => `Lecture… ${plural(cases, "conversation", "conversations")} jusqu’ici`,
  exported: (cases) => `${plural(cases, "conversation enregistrée", "conversations enregistrées")}.`,
  exportingFiles: (done, all) => `Lecture des fichiers… ${done} sur ${all}`,
  exportedWithout: (files) => `${plural(files, "fichier n’a pas pu être lu", "fichiers n’ont pas pu être lus")}.`,
  exportTooLarge:
    "Les fichiers dépassent 4 Go au total, ce qu’une archive ne peut contenir. Enregistrez la page, et les fichiers depuis les conversations.",
  pageTitle: "Vos conversations avec nous",
  customer: "Client",
  assistant: "Assistant (IA)",
  colleague: "Équipe",
  internal: "note interne",
  rated: (score) => `Note : ${score} sur 5`,
  eraseHint: "À la demande du client, tout ce qu’il a écrit et son nom peuvent être effacés définitivement.",
  eraseCase: "Effacer cette conversation…",
  eraseCustomer: "Effacer toutes les conversations de ce client…",
  sureCase: "Effacer cette conversation ?",
  sureCustomer: "Effacer toutes les conversations de ce client ?",
  sureHint:
    "Tous les messages, notes et noms disparaissent pour tous, y compris pour le client. Les réponses de la base de connaissances qui en ont été reprises mot pour mot sont aussi supprimées : reformulez d’abord celles que vous voulez garder. Cette action est irréversible.",
  eraseForGood: "Effacer définitivement",
  erasing: "Effacement en cours… Cela prend environ une minute. Vous pouvez fermer cette page.",
  erased: (cases, answers) =>
    `${plural(cases, "conversation effacée", "conversations effacées")}${answers > 0 ? `, ainsi que ${plural(answers, "réponse", "réponses")}` : ""}.`,
  cancel: "Annuler",
  again: "Réessayer",
};
