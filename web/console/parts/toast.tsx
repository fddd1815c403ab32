import { useAppContext } from "../app_context.ts";
import { firstName } from "../display_names.ts";
import { lastHeld, pendingLabel, secondsLeft } from "../pending_commands.ts";
import { CommandButton } from "./command-button.tsx";
import { bulkLabel } from "../sorting/bulk.ts";
import { wording } from "../words/index.ts";

/** What is about to be done, for as long as it can be stopped. */
export function Toast() {
  const { caseStore, bulk } = useAppContext();
  const held = lastHeld(caseStore.pending.value, caseStore.now.value);
  const summary = held === null ? undefined : caseStore.lists.value.known.get(held.case);
  const batch = held === null ? null : bulk.batchOf(held.id);
  const words = wording();
  const name = summary === undefined ? words.customerLower : firstName(summary.customer_name);
  return (
    <div class="toast" role="status">
      {held !== null && (
        <div class="toast-card" key={held.id}>
          <span>
            {batch === null ? pendingLabel(held, name) : bulkLabel(batch)}
            {/* Counted down for the eye alone: this is a live region. */}
            <span aria-hidden="true">{words.inSeconds(secondsLeft(held, caseStore.now.value))}</span>
          </span>
          <CommandButton id="undo" />
          <CommandButton id="sendNow" look="plain">
            {held.command.action === "send" || held.command.action === "approve" ? words.sendNow : words.doNow}
          </CommandButton>
        </div>
      )}
    </div>
  );
}
