import { useEffect, useRef, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { wording } from "../../words/index.ts";
import { CHOICES, formatMoment, fromField, momentOf, toField } from "../times.ts";

/** Until when a case may be put aside: the usual times, the customer's next words, or a moment of one's own. */
export function SnoozeChoices({ snooze }: { snooze: (until: number | null) => void }) {
  const { caseStore } = useAppContext();
  const now = caseStore.now.value;
  const [own, setOwn] = useState(toField(momentOf("tomorrow", now)));
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const words = wording();
  const chosen = fromField(own);
  return (
    <>
      <p class="quiet">{words.snoozeHint}</p>
      <ul>
        {CHOICES.map((choice, at) => (
          <li key={choice}>
            <button
              type="button"
              class="button"
              ref={at === 0 ? first : undefined}
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
      <form
        class="own-time"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null && chosen > now) snooze(chosen);
        }}
      >
        <label>
          {words.chooseTime}
          <input
            type="datetime-local"
            value={own}
            min={toField(now)}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" aria-disabled={chosen === null || chosen <= now}>
          {words.commands.snooze}
        </button>
      </form>
    </>
  );
}
