import type { AnswerView } from "../../client/index.ts";
import { standsBehind } from "../parts/sources.tsx";
import { wording } from "../words/index.ts";
import { pageWording } from "../words/pages.ts";

/** What an answer has been through, as pairs of name and value. */
export function factsOf(answer: AnswerView): [string, string][] {
  const { status, approvals, rejections, uses, phrasings, earned } = answer;
  const { facts, status: standings } = pageWording();
  const { times } = wording();
  return [
    [facts.status, status === "approved" ? standsBehind(answer) : standings[status]],
    [facts.sent, times(approvals)],
    [facts.rejected, times(rejections)],
    [facts.reached, times(uses)],
    [facts.phrasings, String(phrasings)],
    [facts.automatic, earned ? facts.mayAnswer : facts.draftsOnly],
  ];
}
