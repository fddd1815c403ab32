import type { DataWords } from "../en/data.ts";
import { plural } from "./plural.ts";

export const data: DataWords = {
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
