import { useAppContext } from "../../app_context.ts";
import type { ChoicesProps } from "../../parts/ask-dialog.tsx";
import { OwnTime } from "../../snooze/parts/own-time.tsx";
import { UsualTimes } from "../../snooze/parts/usual-times.tsx";
import { wording } from "../../words/index.ts";
import { deadlineWording } from "../../words/deadlines.ts";
import "../../styles/ask.ts";

/** The longest that a reply may be promised for, in milliseconds; the service holds to it. */
const LONGEST = 30 * 24 * 60 * 60_000;

/** By when the customer may be promised a reply: the usual times, or a moment of one's own. */
export function PromiseChoices({ close }: ChoicesProps) {
  const { caseStore } = useAppContext();
  const now = caseStore.now.value;
  const promise = (by: number) => {
    const id = caseStore.active.peek()?.id;
    close();
    if (id !== undefined) caseStore.submit({ action: "promise_reply", case: id, by });
  };
  return (
    <>
      <p>{deadlineWording().promiseHint}</p>
      <ul>
        <UsualTimes now={now} choose={promise} />
      </ul>
      <OwnTime now={now} until={now + LONGEST} title={wording().questions.promise} choose={promise} />
    </>
  );
}
