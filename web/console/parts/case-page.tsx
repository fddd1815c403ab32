import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { conflictParts } from "../conflicts/lazy_parts.ts";
import { deadlineParts } from "../deadlines/lazy_parts.ts";
import { lazy } from "../lazy.ts";
import { conflictOf, isDeciding } from "../pending_commands.ts";
import { SnoozedBar } from "../snooze/parts/snoozed-bar.tsx";
import { CaseHead } from "./case-head.tsx";
import { Composer } from "./composer.tsx";
import { Key } from "./command-button.tsx";
import { LazyPart } from "./lazy-part.tsx";
import { Log } from "./log.tsx";
import { SuggestionCard } from "./suggestion-card.tsx";
import { TypingLine } from "./typing-line.tsx";
import { wording } from "../words/index.ts";

/** The message for later that waits to be sent. */
const scheduledCard = lazy(async () => (await import("../scheduled/parts/scheduled-card.tsx")).ScheduledCard);

/** The open case, or a word on how to open one. */
export function CasePage() {
  const { caseStore } = useAppContext();
  const activeCase = caseStore.active.value;
  if (activeCase === null) return <NoCase />;
  if (activeCase.state.isMissing) return <MissingCase />;
  // All at once or nothing yet: parts that came one after another would move each other.
  if (!isReadable(activeCase))
    return (
      <p class="nothing" role="status">
        {wording().loading}
      </p>
    );
  const { suggestion, state } = activeCase;
  const draft = suggestion !== null && !isDeciding(state.pending, suggestion.seq) ? suggestion : null;
  return (
    <article class="case" key={activeCase.id} aria-label={wording().conversation}>
      <CaseHead activeCase={activeCase} />
      <Log activeCase={activeCase} />
      <TypingLine activeCase={activeCase} />
      {conflictOf(state.pending) !== null && (
        <LazyPart of={conflictParts}>{({ ConflictBar }) => <ConflictBar activeCase={activeCase} />}</LazyPart>
      )}
      {state.view?.snoozed !== undefined && <SnoozedBar snoozed={state.view.snoozed} />}
      {state.events.some(({ body }) => body.kind === "promised") && (
        <LazyPart of={deadlineParts}>{({ PromiseBar }) => <PromiseBar activeCase={activeCase} />}</LazyPart>
      )}
      {state.view?.scheduled !== undefined && (
        <LazyPart of={scheduledCard}>{(Card) => <Card activeCase={activeCase} />}</LazyPart>
      )}
      {draft !== null && <SuggestionCard key={draft.seq} id={activeCase.id} draft={draft} />}
      <Composer activeCase={activeCase} hasDraft={draft !== null} />
    </article>
  );
}

/** Whether enough of a case is here to show it. */
export function isReadable({ state }: ActiveCase): boolean {
  return state.isSynced || state.events.length > 0;
}

function NoCase() {
  const { chooseConversation, chooseHint } = wording();
  return (
    <div class="nothing">
      <h2>{chooseConversation}</h2>
      <p class="keys">
        {["j", "k", "enter", "?"].map((key, index) => (
          <span key={key}>
            <Key of={key} /> {`${chooseHint[index]} `}
          </span>
        ))}
      </p>
    </div>
  );
}

function MissingCase() {
  const [title, text] = wording().missing;
  return (
    <div class="nothing">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
