import type { Snoozed } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { CommandButton } from "../../parts/command-button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { formatMoment } from "../../time_format.ts";
import { wording } from "../../words/index.ts";

/** That the open case is put aside: when it comes back, and the way to have it back now. */
export function SnoozedBar({ snoozed: { until } }: { snoozed: Snoozed }) {
  const { caseStore } = useAppContext();
  const words = wording();
  return (
    <div class="scheduled">
      <p>
        <Icon name="clock" small />
        <span>
          {until === null ? words.snoozedForCustomer : words.snoozedUntil(formatMoment(until, caseStore.now.value))}
        </span>
        <CommandButton id="wake" look="plain" />
      </p>
    </div>
  );
}
