import type { Snoozed } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { formatDateTime, formatMoment } from "../../time_format.ts";
import { wording } from "../../words/index.ts";

/** When a case comes back that was put aside. */
export function SnoozedLabel({ snoozed: { until }, class: extra = "" }: { snoozed: Snoozed; class?: string }) {
  const { caseStore } = useAppContext();
  const words = wording();
  if (until === null) return <span class={extra}>{words.snoozedForCustomer}</span>;
  return (
    <span class={extra} title={formatDateTime(until)}>
      {words.snoozedUntil(formatMoment(until, caseStore.now.value))}
    </span>
  );
}
