import type { Pending } from "../../client/index.ts";
import { useBench } from "../bench.ts";
import type { Room } from "../desk.ts";
import { isHeld, refusal, wordsOf } from "../waiting.ts";
import { Icon } from "./icons.tsx";

/** An own command on its way into the log: what it will be, and how it fares. */
export function PendingEntry({ pending, room }: { pending: Pending; room: Room }) {
  // The clash bar shows what somebody was faster than.
  if (pending.state === "failed" && pending.code === "overtaken") return null;
  const words = wordsIn(pending, room);
  if (words === null) return <PendingLine pending={pending} />;
  const isNote = pending.command.action === "note";
  const isApproval = pending.command.action === "approve";
  return (
    <li class={`speech pending ${pending.state} ${isApproval ? "inking" : ""}`} data-voice={isNote ? "note" : "person"}>
      <p class="bubble" dir="auto">{words}</p>
      <Fate pending={pending} />
    </li>
  );
}

function PendingLine({ pending }: { pending: Pending }) {
  const titles: Record<string, string> = {
    resolve: "Closing the case", reopen: "Reopening the case", assign: "Taking the case", unassign: "Unassigning the case",
    reject: "Rejecting the suggestion", withdraw: "Withdrawing a message",
  };
  return (
    <li class={`line pending ${pending.state}`}>
      <Icon name="closed" small />
      <span>{titles[pending.command.action] ?? "Under way"}</span>
      <Fate pending={pending} />
    </li>
  );
}

/** An approval without words of its own sends the draft's. */
function wordsIn(pending: Pending, room: Room): string | null {
  const { command } = pending;
  const own = wordsOf(pending);
  if (own !== null || command.action !== "approve") return own;
  const body = room.state.events.find((event) => event.seq === command.suggestion)?.body;
  return body?.kind === "suggested" ? body.text : null;
}

function Fate({ pending }: { pending: Pending }) {
  const { desk, acts } = useBench();
  const state = pending.state === "held" && !isHeld(pending, desk.now.value) ? "queued" : pending.state;
  switch (state) {
    case "held":
      return (
        <p class="fate">
          Sends in a moment
          <button type="button" class="link" onClick={() => acts.takeBack(pending)}>Undo</button>
        </p>
      );
    case "failed":
      return (
        <p class="fate" role="alert">
          <b>Not sent.</b> {refusal(pending.code)}
          <button type="button" class="link" onClick={() => desk.retry(pending.id)}>Retry</button>
          {wordsOf(pending) !== null && <button type="button" class="link" onClick={() => acts.takeBack(pending)}>Edit</button>}
          <button type="button" class="link" onClick={() => desk.takeBack(pending.id)}>Discard</button>
        </p>
      );
    case "queued":
      if (desk.connectionState.value !== "offline") return <p class="fate">Sending</p>;
      return (
        <p class="fate">
          Waits for the connection
          <button type="button" class="link" onClick={() => acts.takeBack(pending)}>Don’t send</button>
        </p>
      );
    case "sending":
      return <p class="fate">Sending</p>;
  }
}
