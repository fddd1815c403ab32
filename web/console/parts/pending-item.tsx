import type { Pending } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { isHeld, refusalText, secondsLeft, textOf } from "../pending_commands.ts";
import { Icon } from "./icons.tsx";
import { MessageText } from "./message-text.tsx";

/** An own command on its way into the log: what it will be, and how it fares. */
export function PendingItem({ pending, activeCase }: { pending: Pending; activeCase: ActiveCase }) {
  // The clash bar shows what somebody was faster than.
  if (pending.state === "failed" && pending.code === "conflict") return null;
  const words = wordsIn(pending, activeCase);
  if (words === null) return <PendingLine pending={pending} />;
  const isNote = pending.command.action === "note";
  const isApproval = pending.command.action === "approve";
  return (
    <li class={`speech pending ${pending.state} ${isApproval ? "inking" : ""}`} data-voice={isNote ? "note" : "person"}>
      <MessageText text={words} />
      <DeliveryStatus pending={pending} />
    </li>
  );
}

function PendingLine({ pending }: { pending: Pending }) {
  const titles: Record<string, string> = {
    resolve: "Closing the case",
    reopen: "Reopening the case",
    assign: "Taking the case",
    unassign: "Unassigning the case",
    reject: "Rejecting the suggestion",
    withdraw: "Withdrawing a message",
  };
  return (
    <li class={`line pending ${pending.state}`}>
      <Icon name="closed" small />
      <span>{titles[pending.command.action] ?? "Under way"}</span>
      <DeliveryStatus pending={pending} />
    </li>
  );
}

/** An approval without words of its own sends the draft's. */
function wordsIn(pending: Pending, activeCase: ActiveCase): string | null {
  const { command } = pending;
  const own = textOf(pending);
  if (own !== null || command.action !== "approve") return own;
  const body = activeCase.state.events.find((event) => event.seq === command.suggestion)?.body;
  return body?.kind === "suggested" ? body.text : null;
}

function DeliveryStatus({ pending }: { pending: Pending }) {
  const { caseStore, actions } = useAppContext();
  const state = pending.state === "held" && !isHeld(pending, caseStore.now.value) ? "queued" : pending.state;
  switch (state) {
    case "held":
      return (
        <p class="fate">
          {`Sending in ${secondsLeft(pending, caseStore.now.value)} s`}
          <button type="button" class="link" onClick={() => actions.undo(pending)}>
            Undo
          </button>
        </p>
      );
    case "failed":
      return (
        <p class="fate" role="alert">
          <b>Not sent.</b> {refusalText(pending.code)}
          <button type="button" class="link" onClick={() => caseStore.retry(pending.id)}>
            Retry
          </button>
          {textOf(pending) !== null && (
            <button type="button" class="link" onClick={() => actions.undo(pending)}>
              Edit
            </button>
          )}
          <button type="button" class="link" onClick={() => caseStore.discard(pending.id)}>
            Discard
          </button>
        </p>
      );
    case "queued":
      if (caseStore.connectionState.value !== "offline") return <p class="fate">Sending</p>;
      return (
        <p class="fate">
          Waiting to send
          <button type="button" class="link" onClick={() => actions.undo(pending)}>
            Edit
          </button>
        </p>
      );
    case "sending":
      return <p class="fate">Sending</p>;
  }
}
