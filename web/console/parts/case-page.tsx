import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { isDeciding } from "../pending_commands.ts";
import { CaseHead } from "./case-head.tsx";
import { ConflictBar } from "./conflict-bar.tsx";
import { Composer } from "./composer.tsx";
import { Key } from "./command-button.tsx";
import { Log } from "./log.tsx";
import { SuggestionCard } from "./suggestion-card.tsx";
import { TypingLine } from "./typing-line.tsx";

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
        Loading
      </p>
    );
  const { suggestion, state } = activeCase;
  const draft = suggestion !== null && !isDeciding(state.pending, suggestion.seq) ? suggestion : null;
  return (
    <article class="case" key={activeCase.id} aria-label="Case">
      <CaseHead activeCase={activeCase} />
      <Log activeCase={activeCase} />
      <TypingLine activeCase={activeCase} />
      <ConflictBar activeCase={activeCase} />
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
  return (
    <div class="nothing">
      <h2>Choose a case</h2>
      <p class="keys">
        <Key of="j" /> and <Key of="k" /> go up and down the list, <Key of="enter" /> opens, <Key of="?" /> shows all
        keys.
      </p>
    </div>
  );
}

function MissingCase() {
  return (
    <div class="nothing">
      <h2>There is no such case</h2>
      <p>It may not exist, or it may not be yours to see.</p>
    </div>
  );
}
