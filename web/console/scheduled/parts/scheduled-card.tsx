import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { authorName } from "../../display_names.ts";
import { Icon } from "../../parts/icons.tsx";
import { MessageText } from "../../parts/message-text.tsx";
import { formatMoment } from "../../snooze/times.ts";
import { formatDateTime } from "../../time_format.ts";
import { wording } from "../../words/index.ts";

/** The message for later that waits to be sent: when, whose, and what may be done about it until then. */
export function ScheduledCard({ activeCase: { state } }: { activeCase: ActiveCase }) {
  const { caseStore, actions } = useAppContext();
  const waiting = state.view?.scheduled;
  const event = state.events.find(({ seq }) => seq === waiting);
  const isBeingCancelled = state.pending.some(
    ({ command, state: its }) => command.action === "cancel_scheduled" && command.of === waiting && its !== "failed",
  );
  if (event?.body.kind !== "scheduled" || isBeingCancelled) return null;
  const { at, text, at_opening } = event.body;
  const words = wording();
  const moment = formatMoment(at, caseStore.now.value);
  return (
    <section class="scheduled" aria-label={words.scheduledMessage}>
      <header>
        <Icon name="clock" small />
        <h2>{at_opening ? words.sentAtOpening(moment) : words.sentAt(moment)}</h2>
        <span class="quiet" title={formatDateTime(at)}>
          {authorName(event.author, caseStore.me.value?.user ?? null)}
        </span>
      </header>
      {text !== null && <MessageText text={text} />}
      <div>
        <button type="button" class="button" onClick={() => actions.changeScheduled(event.seq, text ?? "")}>
          {words.changeScheduled}
        </button>
        <button type="button" class="button plain" onClick={() => actions.cancelScheduled(event.seq)}>
          {words.cancelScheduled}
        </button>
      </div>
    </section>
  );
}
