import type { EventView, Pending } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { authorName, customerName } from "../../display_names.ts";
import { formatAgo } from "../../time_format.ts";
import { conflictOf, hasWords, textOf } from "../../pending_commands.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/conflict.css?inline";
import { wording } from "../../words/index.ts";

adoptStyles(css);

/** Somebody was faster than the person's reply or decision: it was not done, and they say what becomes of it. */
export function ConflictBar({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore, router, actions } = useAppContext();
  const clash = conflictOf(activeCase.state.pending);
  if (clash === null) return null;
  const newer = fasterThan(clash, activeCase, caseStore.me.value?.user ?? null);
  const words = wording();
  const isReply = hasWords(clash);
  const view = () => router.elements.log?.scrollTo({ top: router.elements.log.scrollHeight });
  return (
    <section class="clash" role="alert" aria-label={isReply ? words.notSent : words.notDone}>
      <p>
        <b>{isReply ? words.notSent : words.notDone}</b>{" "}
        {newer === null ? words.someoneWrote : fasterWords(newer, caseStore.now.value)}
      </p>
      <div>
        <button type="button" class="link" onClick={view}>
          {words.view}
        </button>
        <button type="button" class="link" onClick={() => actions.sendAnyway(clash)}>
          {isReply ? words.sendAnyway : words.doAnyway}
        </button>
        {(isReply || textOf(clash) !== null) && (
          <button type="button" class="link" onClick={() => actions.undo(clash)}>
            {words.edit}
          </button>
        )}
        <button type="button" class="link" onClick={() => caseStore.discard(clash.id)}>
          {words.discard}
        </button>
      </div>
      {isReply && (
        <blockquote class="cut" dir="auto">
          {plainText(textOf(clash) ?? words.draftAsItWas)}
        </blockquote>
      )}
    </section>
  );
}

/** The newest words by another person that the reply did not know of; of a decision, the newest of all. */
function fasterThan({ command }: Pending, { state }: ActiveCase, me: string | null): EventView | null {
  const known = "answers" in command ? (command.answers ?? 0) : 0;
  const spoken = (event: EventView) => event.body.kind === "message" || event.body.kind === "approved";
  return state.events.filter((event) => event.seq > known && spoken(event) && event.author.id !== me).at(-1) ?? null;
}

function fasterWords({ author, at }: EventView, now: number): string {
  const isCustomer = author.role === "customer";
  const name = isCustomer ? customerName(author.name, author.id ?? "") : authorName(author, null);
  return wording().faster(name, isCustomer, formatAgo(now - at));
}
