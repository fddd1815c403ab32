import { createRef, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { Cases } from "./cases.tsx";
import { Closed } from "./closed.tsx";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { Thread } from "./thread.tsx";

const composer = createRef<Composer>();

/** The whole page in the frame. */
export function App({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const { words } = state.language;
  return (
    <section class="app" aria-label={words.support}>
      <Header state={state} actions={actions} />
      {state.place.at === "list" ? <Cases state={state} actions={actions} /> : <Conversation state={state} actions={actions} />}
      <Notice state={state} />
      <p class="sr" role="status">
        {state.announcement}
      </p>
    </section>
  );
}

function Conversation({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const isResolved = state.thread?.view?.status === "resolved";
  const isNew = state.place.at === "new";
  return (
    <>
      {isNew ? <Greeting state={state} /> : <Thread state={state} actions={actions} />}
      {isResolved ? <Closed state={state} actions={actions} /> : <Composer ref={composer} state={state} actions={actions} />}
    </>
  );
}

function Greeting({ state: { language } }: { state: State }): JSX.Element {
  const { words } = language;
  return (
    <div class="greeting">
      <p class="hello">{words.greeting}</p>
      <p>{words.invitation}</p>
      <p class="quiet">{words.promise}</p>
      <div class="starters">
        {words.starters.map((starter) => (
          <button key={starter} type="button" class="chip" onClick={() => composer.current?.fill(starter)}>
            {starter}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Lies over the page, so that nothing moves when the connection goes and comes. */
function Notice({ state }: { state: State }): JSX.Element {
  const { words } = state.language;
  const text = state.pending.length > 0 ? words.offlineKept : words.offline;
  return (
    <div class="notice" role="status">
      {state.isCutOff && <p>{text}</p>}
    </div>
  );
}
