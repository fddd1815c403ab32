import { useBench } from "../bench.ts";
import { customerName, firstName } from "../naming.ts";
import { intent, lastHeld } from "../waiting.ts";
import { CommandButton } from "./command-button.tsx";

/** What is about to be done, for as long as it can be stopped. */
export function Toast() {
  const { desk } = useBench();
  const held = lastHeld(desk.pending.value, desk.now.value);
  const summary = held === null ? undefined : desk.lists.value.known.get(held.case);
  const name = summary === undefined ? "the customer" : firstName(customerName(summary.customer_name, summary.customer));
  return (
    <div class="toast" role="status">
      {held !== null && (
        <div class="toast-card" key={held.id}>
          <span>{intent(held, name)}</span>
          <CommandButton id="undo" />
          <CommandButton id="sendNow" look="plain">{held.command.action === "send" || held.command.action === "approve" ? "Send now" : "Do it now"}</CommandButton>
        </div>
      )}
    </div>
  );
}
