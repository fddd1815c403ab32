import type { ActiveCase } from "../../case_store.ts";
import { isOver, labelsOf } from "../labels.ts";
import { PriorityMark, Tags } from "./marks.tsx";

/** How the open case is sorted. */
export function CaseMarks({ activeCase }: { activeCase: ActiveCase }) {
  if (isOver(activeCase)) return null;
  const priority = activeCase.state.view?.priority ?? activeCase.summary?.priority ?? "normal";
  return (
    <>
      <PriorityMark priority={priority} />
      <Tags tags={labelsOf(activeCase).tags} />
    </>
  );
}
