import { openPromise } from "../../../client/promise.ts";
import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { Icon } from "../../parts/icons.tsx";
import { formatDateTime, formatMoment } from "../../time_format.ts";
import { deadlineWording } from "../../words/deadlines.ts";
import { pressing } from "../standing.ts";

/** The reply that the open case's customer was promised: by whom, by when, and what may be done about it. */
export function PromiseBar({ activeCase: { id, state } }: { activeCase: ActiveCase }) {
  const { caseStore, run } = useAppContext();
  const promise = openPromise(state.events);
  const isUnderWay = state.pending.some(
    ({ command, state: its }) => command.action === "withdraw_promise" && its !== "failed",
  );
  if (promise === null || isUnderWay) return null;
  const now = caseStore.now.value;
  const words = deadlineWording();
  const isMe = promise.author.id === caseStore.me.value?.user;
  const urgency = pressing({ kind: "promise", at: promise.by, warn_at: null }, now);
  const moment = formatMoment(promise.by, now);
  return (
    <section class="scheduled" aria-label={words.kinds.promise}>
      <p title={formatDateTime(promise.by)}>
        <Icon name="clock" small />
        <span>{words.promised(promise.author.name ?? words.colleague, isMe, moment)}</span>
        {urgency === "late" && (
          <span class="wait" data-urgency="late">
            {words.notKept}
          </span>
        )}
      </p>
      <div>
        <button type="button" class="button" onClick={() => run("promise")}>
          {words.change}
        </button>
        <button
          type="button"
          class="button plain"
          onClick={() => caseStore.submit({ action: "withdraw_promise", case: id, of: promise.of })}
        >
          {words.withdraw}
        </button>
      </div>
    </section>
  );
}
