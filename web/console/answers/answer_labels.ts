import type { AnswerView } from "../../client/index.ts";
import { standsBehind } from "../parts/sources.tsx";
import { wording } from "../words/index.ts";
import { pageWording } from "../words/pages.ts";

/** What an answer has been through, as pairs of name and value. */
export function factsOf(answer: AnswerView): [string, string][] {
  const { status, approvals, rejections, uses, phrasings } = answer;
  const { facts, status: standings } = pageWording();
  const { times } = wording();
  return [
    [facts.status, status === "approved" ? standsBehind(answer) : standings[status]],
    [facts.sent, times(approvals)],
    [facts.rejected, times(rejections)],
    [facts.reached, times(uses)],
    [facts.phrasings, String(phrasings)],
    [facts.automatic, mayGoOut(answer)],
  ];
}

/** Whether an answer may go out without a person, and for what. */
function mayGoOut({ status, earned, proven, drafts_only }: AnswerView): string {
  const { facts } = pageWording();
  if (drafts_only) return facts.automaticOff;
  if (proven) return facts.proven;
  if (earned) return facts.mayAnswer;
  return status === "approved" ? facts.sameOnly : facts.draftsOnly;
}
