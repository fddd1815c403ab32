import type { TargetFigureWords } from "../en/target_figures.ts";

/** What the statistics say of targets. */
export const fr: TargetFigureWords = {
  title: "Objectifs de réponse",
  chart:
    "Un graphique de la part des conversations qui ont tenu leur objectif chaque jour ; les chiffres sont dans le tableau dessous.",
  note: "Les conversations sans objectif et celles à qui il reste du temps ne comptent pas ici. Une conversation qui a manqué son objectif reste comptée comme manquée après sa réouverture.",
  firstReplyTarget: "Première réponse dans l’objectif",
  resolutionTarget: "Terminées dans l’objectif",
  metAndMissed: (met, missed) => `${met} tenus, ${missed} manqués`,
  firstReplyMet: "Première réponse : tenus",
  firstReplyMissed: "Première réponse : manqués",
  resolutionMet: "Fin : tenus",
  resolutionMissed: "Fin : manqués",
  shareOf: (share, met, all) => `${share} (${met} sur ${all})`,
};
