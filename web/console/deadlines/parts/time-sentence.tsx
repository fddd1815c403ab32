import type { EventBody } from "../../../client/index.ts";
import { formatDateTime } from "../../time_format.ts";
import { deadlineWording } from "../../words/deadlines.ts";

/** What a line of the log says of a target or a promise; `who` did it, `isMe`: that is the reader. */
export function TimeSentence({ body, who, isMe }: { body: EventBody; who: string; isMe: boolean }) {
  const { happened, kinds } = deadlineWording();
  switch (body.kind) {
    case "promised":
      return <>{happened.promised(who, isMe, formatDateTime(body.by))}</>;
    case "promise_withdrawn":
      return <>{happened.withdrawn(who, isMe)}</>;
    case "promise_missed":
      return <>{happened.missed(kinds.promise, formatDateTime(body.by))}</>;
    case "target_warned":
      return <>{happened.warned(kinds[body.target], formatDateTime(body.due))}</>;
    case "target_missed":
      return <>{happened.missed(kinds[body.target], formatDateTime(body.due))}</>;
    default:
      return <>{who}</>;
  }
}
