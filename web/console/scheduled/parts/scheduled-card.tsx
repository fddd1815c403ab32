import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { Icon } from "../../parts/icons.tsx";
import { formatDateTime, formatMoment } from "../../time_format.ts";
import { pageWording } from "../../words/pages.ts";

/** The message for later that waits to be sent: when, whose, and what may be done about it until then. */
export function ScheduledCard({ activeCase: { id, state } }: { activeCase: ActiveCase }) {
  const { caseStore, router } = useAppContext();
  const waiting = state.view?.scheduled;
  const event = state.events.find(({ seq }) => seq === waiting);
  const isBeingCancelled = state.pending.some(
    ({ command, state: its }) => command.action === "cancel_scheduled" && command.of === waiting && its !== "failed",
  );
  if (event?.body.kind !== "scheduled" || isBeingCancelled) return null;
  const { at, text, at_opening } = event.body;
  const words = pageWording().later;
  const cancel = () => caseStore.submit({ action: "cancel_scheduled", case: id, of: event.seq });
  const change = () => {
    caseStore.changeScheduled(id, event.seq, text ?? "");
    router.mode.value = "reply";
    router.elements.composer?.focus();
  };
  const moment = formatMoment(at, caseStore.now.value);
  return (
    <section class="scheduled" aria-label={words.scheduledMessage}>
      <header>
        <Icon name="clock" small />
        <b>{at_opening ? words.sentAtOpening(moment) : words.sentAt(moment)}</b>
        <span class="quiet" title={formatDateTime(at)}>
          {event.author.name}
        </span>
      </header>
      {text !== null && <p dir="auto">{text}</p>}
      <div>
        <button type="button" class="button" onClick={change}>
          {words.changeScheduled}
        </button>
        <button type="button" class="button plain" onClick={cancel}>
          {words.cancelScheduled}
        </button>
      </div>
    </section>
  );
}
