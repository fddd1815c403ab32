import type { AnswerStatus, AnswerView } from "../../client/index.ts";
import { standsBehind } from "../parts/sources.tsx";

/** Where an answer stands, in words. */
export const STATUS: Record<AnswerStatus, string> = {
  candidate: "Not approved yet",
  approved: "Approved",
  retired: "Retired",
};

/** What an answer has been through, as pairs of name and value. */
export function factsOf(answer: AnswerView): [string, string][] {
  const { status, approvals, rejections, uses, phrasings, earned } = answer;
  return [
    ["Status", status === "approved" ? standsBehind(answer) : STATUS[status]],
    ["Sent by agents", times(approvals)],
    ["Rejected", times(rejections)],
    ["Reached customers", times(uses)],
    ["Phrasings", String(phrasings)],
    [
      "Automatic replies",
      earned
        ? "May go out where the store allows it, once enough of its drafts have proven right"
        : "Not yet: drafts only",
    ],
  ];
}

export function times(count: number): string {
  if (count === 0) return "Never";
  return count === 1 ? "Once" : `${count} times`;
}
