import type { Deadline } from "../../../client/index.ts";
import { formatDateTime, formatDuration, formatMoment } from "../../time_format.ts";
import { deadlineWording } from "../../words/deadlines.ts";
import { pressing } from "../standing.ts";

const MINUTE = 60_000;

/** By when something is due in the open case. What was promised stands above the composer. */
export function CaseDeadlines({ deadlines, now }: { deadlines: readonly Deadline[]; now: number }) {
  const words = deadlineWording();
  return (
    <>
      {deadlines
        .filter(({ kind }) => kind !== "promise")
        .map((deadline) => {
          const urgency = pressing(deadline, now);
          const what = words.kinds[deadline.kind];
          return (
            <span key={deadline.kind} class="wait" data-urgency={urgency} title={formatDateTime(deadline.at)}>
              {urgency === "late"
                ? words.overdue(what, formatDuration(Math.max(MINUTE, now - deadline.at)))
                : words.due(what, formatMoment(deadline.at, now))}
            </span>
          );
        })}
    </>
  );
}
