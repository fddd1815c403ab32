/** What the statistics say of targets. */
export const en = {
  title: "Response targets",
  chart: "A chart of the share of conversations within target each day; the table below has the numbers.",
  note: "Conversations that had no target, and those with time left, are not counted here. A conversation that missed its target still counts as missed after it is reopened.",
  firstReplyTarget: "First reply within target",
  resolutionTarget: "Closed within target",
  metAndMissed: (met: string, missed: string) => `${met} met, ${missed} missed`,
  firstReplyMet: "First reply: met",
  firstReplyMissed: "First reply: missed",
  resolutionMet: "Closing: met",
  resolutionMissed: "Closing: missed",
  shareOf: (share: string, met: number, all: number) => `${share} (${met} of ${all})`,
};

export type TargetFigureWords = typeof en;
