import { useEffect, useRef } from "preact/hooks";
import { formatMoment } from "../../time_format.ts";
import { pageWording } from "../../words/pages.ts";
import { CHOICES, momentOf } from "../times.ts";

/** The times that something is usually put off to, as items of a list; the first has the focus. */
export function UsualTimes({ now, choose }: { now: number; choose: (at: number) => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const words = pageWording().later;
  return (
    <>
      {CHOICES.map((choice, at) => (
        <li key={choice}>
          <button
            type="button"
            class="button"
            ref={at === 0 ? first : null}
            onClick={() => choose(momentOf(choice, now))}
          >
            {words.snoozeChoices[choice]}
            <span class="quiet">{formatMoment(momentOf(choice, now), now)}</span>
          </button>
        </li>
      ))}
    </>
  );
}
