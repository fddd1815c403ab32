import type { Pending } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { Attaching } from "../files/parts/attached.tsx";
import { insertionParts } from "../canned/lazy_parts.ts";
import { isHeld, refusalText, secondsLeft, textOf } from "../pending_commands.ts";
import { nameIn } from "../presence.ts";
import { outcomeOf } from "../scheduled/outcome.ts";
import { Icon } from "./icons.tsx";
import { useLazy } from "./lazy-part.tsx";
import { MessageText } from "./message-text.tsx";
import { wording } from "../words/index.ts";

interface Props {
  pending: Pending;
  activeCase: ActiveCase;
}

/** An own command on its way into the log: what it will be, and how it fares. */
export function PendingItem({ pending, activeCase }: Props) {
  // The clash bar shows what somebody was faster than.
  if (pending.state === "failed" && pending.code === "conflict") return null;
  const words = wordsIn(pending, activeCase);
  if (words === null) return <PendingLine pending={pending} activeCase={activeCase} />;
  const files = "files" in pending.command ? (pending.command.files ?? []) : [];
  const isNote = pending.command.action === "note";
  const isApproval = pending.command.action === "approve";
  return (
    <li class={`speech pending ${pending.state} ${isApproval ? "inking" : ""}`} data-voice={isNote ? "note" : "person"}>
      {words !== "" && <MessageText text={words} />}
      {files.length > 0 && <Attaching ids={files} />}
      <DeliveryStatus pending={pending} activeCase={activeCase} />
    </li>
  );
}

function PendingLine({ pending, activeCase }: Props) {
  const { underWay, otherUnderWay } = wording();
  return (
    <li class={`line pending ${pending.state}`}>
      <Icon name="closed" small />
      <span>{underWay[pending.command.action] ?? otherUnderWay}</span>
      <DeliveryStatus pending={pending} activeCase={activeCase} />
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

function DeliveryStatus({ pending, activeCase }: Props) {
  const { caseStore, actions } = useAppContext();
  const words = wording();
  const state = pending.state === "held" && !isHeld(pending, caseStore.now.value) ? "queued" : pending.state;
  switch (state) {
    case "held":
      return (
        <p class="fate">
          {words.sendingIn(secondsLeft(pending, caseStore.now.value))}
          <Following pending={pending} activeCase={activeCase} />
          <button type="button" class="link" onClick={() => actions.undo(pending)}>
            {words.undo}
          </button>
        </p>
      );
    case "failed":
      if (isTooLate(pending, activeCase))
        return (
          <p class="fate" role="alert">
            {words.sentAlready}
            <button type="button" class="link" onClick={() => caseStore.discard(pending.id)}>
              {words.close}
            </button>
          </p>
        );
      if (pending.code === "taken") return <Taken pending={pending} activeCase={activeCase} />;
      return (
        <p class="fate" role="alert">
          <b>{words.notSent}</b> {refusalText(pending.code)}
          <button type="button" class="link" onClick={() => caseStore.retry(pending.id)}>
            {words.retry}
          </button>
          {textOf(pending) !== null && (
            <button type="button" class="link" onClick={() => actions.undo(pending)}>
              {words.edit}
            </button>
          )}
          <button type="button" class="link" onClick={() => caseStore.discard(pending.id)}>
            {words.discard}
          </button>
        </p>
      );
    case "queued":
      if (caseStore.connectionState.value !== "offline") return <p class="fate">{words.sending}</p>;
      return (
        <p class="fate">
          {words.waitsToSend}
          <button type="button" class="link" onClick={() => actions.undo(pending)}>
            {words.edit}
          </button>
        </p>
      );
    case "sending":
      return <p class="fate">{words.sending}</p>;
  }
}

/** Whether a message for later was to be called off and was sent first. */
function isTooLate({ command, code }: Pending, { state }: ActiveCase): boolean {
  const isRefused = command.action === "cancel_scheduled" && code === "wrong_state";
  return isRefused && outcomeOf(command.of, state.events) === "sent";
}

/** What a macro does once its reply is sent. */
function Following({ pending, activeCase }: Props) {
  const steps = useAppContext().caseStore.stepsAfter(pending.id);
  const parts = useLazy(steps === null ? null : insertionParts);
  const store = activeCase.state.view?.store ?? activeCase.summary?.store ?? null;
  return steps !== null && parts !== null ? <parts.Then store={store} steps={steps} /> : null;
}

/** A colleague was faster: who, and what to do about it, knowing that. */
function Taken({ pending, activeCase }: Props) {
  const { caseStore } = useAppContext();
  const words = wording();
  const { command } = pending;
  const { state } = activeCase;
  const assignee = state.view?.assignee ?? null;
  const name = assignee === null ? null : nameIn(assignee, caseStore.people.value, state.events);
  return (
    <p class="fate" role="alert">
      {words.takenBy(name ?? words.colleague)}
      <button type="button" class="link" onClick={() => caseStore.decideAnew(pending)}>
        {command.action === "assign" ? words.takeOver : words.doAnyway}
      </button>
      <button type="button" class="link" onClick={() => caseStore.discard(pending.id)}>
        {words.discard}
      </button>
    </p>
  );
}
