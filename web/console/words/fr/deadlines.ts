import type { DeadlineWords, TargetWords } from "../en/deadlines.ts";

/** What is said of what is due by when: targets of the store, and promised replies. */
export const deadlines: DeadlineWords = {
  kinds: { first_reply: "Première réponse", resolution: "Résolution", promise: "Réponse promise" },
  left: (duration) => `encore ${duration}`,
  over: (duration) => `${duration} de retard`,
  promiseHint: "Le client le voit. La prochaine réponse de n’importe qui dans l’équipe tient la promesse.",
  promised: (name, isMe, moment) => `${isMe ? "Vous avez" : `${name} a`} promis une réponse avant ${moment}`,
  notKept: "Pas encore de réponse",
  colleague: "Un membre de l’équipe",
  change: "Modifier",
  withdraw: "Retirer",
  happened: {
    promised: (who, isMe, moment) => `${who} ${isMe ? "avez" : "a"} promis une réponse avant ${moment}`,
    withdrawn: (who, isMe) => `${who} ${isMe ? "avez" : "a"} retiré l’heure promise`,
    warned: (what, moment) => `${what} : échéance proche, ${moment}`,
    missed: (what, moment) => `${what} : en retard, échéance ${moment}`,
  },
};

/** What the store's page says of targets. */
export const targets: TargetWords = {
  title: "Objectifs de réponse",
  hint: "En combien de temps une personne répond pour la première fois, et en combien de temps les conversations sont terminées. Vide : aucun objectif.",
  first_reply: "Première réponse (minutes)",
  resolution: "Résolution (minutes)",
  businessHours: "Ne compter que les horaires d’ouverture",
  businessHoursHint:
    "Les nuits, les jours de repos et les jours fériés ne comptent pas. Sans horaires, tout le temps compte.",
  warning: "Avertissement après cette part du temps, en pour cent ; 0 pour aucun",
  targetMinutes: (most) => `Chaque objectif est un nombre entier de minutes, de 1 à ${most}.`,
  warningShare: (most) => `L’avertissement est un pourcentage entier, de 0 à ${most}.`,
  onHint:
    "Les avertissements et les objectifs manqués figurent dans la conversation, dans la liste et comme événements pour d’autres programmes. Un changement s’applique à une conversation dès qu’il s’y passe quelque chose.",
};
