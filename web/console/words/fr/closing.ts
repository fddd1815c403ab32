import type { PageWords } from "../en/pages.ts";

export const autoClose: PageWords["autoClose"] = {
  title: "Conversations sans réponse",
  turnOn: "Terminer les conversations auxquelles le client ne répond plus",
  hint: "D’abord un rappel, puis la fin. Jamais tant qu’une réponse de l’équipe est attendue ou que la conversation est reportée.",
  remindAfter: "Heures de silence avant le rappel",
  reminder: "Rappel",
  usualReminder:
    "Cela vous a-t-il aidé ? Si vous avez besoin d’autre chose, écrivez ici. Sinon, nous terminerons bientôt cette conversation.",
  closeAfter: "Heures après le rappel avant la fin",
  onHint:
    "Cela compte pour les réponses envoyées à partir de maintenant. Un client qui écrit plus tard rouvre la conversation.",
};

export const retention: PageWords["retention"] = {
  title: "Conversations terminées",
  turnOn: "Effacer les conversations terminées après un certain temps",
  hint: "Les noms et tout ce qui a été dit sont effacés définitivement. Les réponses approuvées et les chiffres des statistiques restent.",
  days: "Jours après la fin",
  onHint: (date) =>
    `Une fois par jour ; la prochaine fois, tout ce qui a été terminé avant le ${date}. Si une conversation a été rouverte, le délai repart de la nouvelle clôture.`,
};

export const files: PageWords["files"] = {
  title: "Fichiers",
  turnOn: "Permettre aux clients et aux agents de joindre des fichiers",
  hint: "Images, PDF, documents, son et vidéo. Le contenu de chacun est vérifié avant que quelqu’un puisse l’ouvrir.",
  megabytes: "Plus gros fichier, en Mo",
};
