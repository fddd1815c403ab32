import type { TargetFigureWords } from "../en/target_figures.ts";

/** What the statistics say of targets. */
export const es: TargetFigureWords = {
  title: "Objetivos de respuesta",
  chart:
    "Un gráfico de la parte de las conversaciones que cumplió su objetivo cada día; los números están en la tabla de abajo.",
  note: "No cuentan aquí las conversaciones sin objetivo ni las que aún tienen tiempo. Una conversación que incumplió su objetivo sigue contando como incumplida después de reabrirse.",
  firstReplyTarget: "Primera respuesta dentro del objetivo",
  resolutionTarget: "Cerradas dentro del objetivo",
  metAndMissed: (met, missed) => `${met} cumplidos, ${missed} incumplidos`,
  firstReplyMet: "Primera respuesta: cumplidos",
  firstReplyMissed: "Primera respuesta: incumplidos",
  resolutionMet: "Cierre: cumplidos",
  resolutionMissed: "Cierre: incumplidos",
  shareOf: (share, met, all) => `${share} (${met} de ${all})`,
};
