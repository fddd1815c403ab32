import { useBench } from "../bench.ts";
import type { Room } from "../desk.ts";
import { isDeciding } from "../waiting.ts";
import { CaseHead } from "./case-head.tsx";
import { ClashBar } from "./clash-bar.tsx";
import { Composer } from "./composer.tsx";
import { Key } from "./command-button.tsx";
import { Log } from "./log.tsx";
import { SuggestionCard } from "./suggestion-card.tsx";
import { TypingLine } from "./typing-line.tsx";

/** The open case, or a word on how to open one. */
export function CasePage() {
  const { desk } = useBench();
  const room = desk.room.value;
  if (room === null) return <NoCase />;
  if (room.state.isMissing) return <MissingCase />;
  // All at once or nothing yet: parts that came one after another would move each other.
  if (!isReadable(room)) return <p class="nothing" role="status">Loading</p>;
  const { suggestion, state } = room;
  const draft = suggestion !== null && !isDeciding(state.pending, suggestion.seq) ? suggestion : null;
  return (
    <article class="case" key={room.id} aria-label="Case">
      <CaseHead room={room} />
      <Log room={room} />
      <TypingLine room={room} />
      <ClashBar room={room} />
      {draft !== null && <SuggestionCard key={draft.seq} id={room.id} draft={draft} />}
      <Composer room={room} hasDraft={draft !== null} />
    </article>
  );
}

/** Whether enough of a case is here to show it. */
export function isReadable({ state }: Room): boolean {
  return state.isSynced || state.events.length > 0;
}

function NoCase() {
  return (
    <div class="nothing">
      <h2>Choose a case</h2>
      <p class="keys">
        <Key of="j" /> and <Key of="k" /> go up and down the list, <Key of="enter" /> opens, <Key of="?" /> shows all keys.
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
