import { useAppContext } from "../../app_context.ts";
import type { ChoicesProps } from "../../parts/ask-dialog.tsx";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { OwnTime } from "./own-time.tsx";
import { UsualTimes } from "./usual-times.tsx";
import "../../styles/ask.ts";

/** Until when a case may be put aside: the usual times, the customer's next words, or a moment of one's own. */
export function SnoozeChoices({ close }: ChoicesProps) {
  const { caseStore, actions } = useAppContext();
  const snooze = (until: number | null) => {
    close();
    actions.snooze(until);
  };
  const now = caseStore.now.value;
  const words = pageWording().later;
  return (
    <>
      <p>{words.snoozeHint}</p>
      <ul>
        <UsualTimes now={now} choose={snooze} />
        <li>
          <button type="button" class="button" onClick={() => snooze(null)}>
            {words.untilCustomerWrites}
          </button>
        </li>
      </ul>
      <OwnTime now={now} title={wording().commands.snooze} choose={snooze} />
    </>
  );
}
