import { useEffect, useRef } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import type { ChoicesProps } from "../../parts/ask-dialog.tsx";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { CHOICES, momentOf } from "../times.ts";
import { formatMoment } from "../../time_format.ts";
import { OwnTime } from "./own-time.tsx";

/** Until when a case may be put aside: the usual times, the customer's next words, or a moment of one's own. */
export function SnoozeChoices({ close }: ChoicesProps) {
  const { caseStore, actions } = useAppContext();
  const snooze = (until: number | null) => {
    close();
    actions.snooze(until);
  };
  const now = caseStore.now.value;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const words = pageWording().later;
  return (
    <>
      <p>{words.snoozeHint}</p>
      <ul>
        {CHOICES.map((choice, at) => (
          <li key={choice}>
            <button
              type="button"
              class="button"
              ref={at === 0 ? first : null}
              onClick={() => snooze(momentOf(choice, now))}
            >
              {words.snoozeChoices[choice]}
              <span class="quiet">{formatMoment(momentOf(choice, now), now)}</span>
            </button>
          </li>
        ))}
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
