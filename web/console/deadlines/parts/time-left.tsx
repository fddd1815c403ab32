import type { Deadline } from "../../../client/index.ts";
import { formatDateTime, formatDuration } from "../../time_format.ts";
import { deadlineWording } from "../../words/deadlines.ts";
import { pressing } from "../standing.ts";

const MINUTE = 60_000;

/** How much time is left until the nearest thing that is due in a case, or since when it is over. */
export function TimeLeft({ nearest, now }: { nearest: Deadline; now: number }) {
  const urgency = pressing(nearest, now);
  const words = deadlineWording();
  const what = words.kinds[nearest.kind];
  const duration = formatDuration(Math.max(MINUTE, Math.abs(nearest.at - now)));
  return (
    <span class="wait" data-urgency={urgency} title={`${what}: ${formatDateTime(nearest.at)}`}>
      <span class="unseen">{`${what}: `}</span>
      {urgency === "late" ? words.over(duration) : words.left(duration)}
    </span>
  );
}
