import type { JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { Composer, fill } from "./composer.tsx";
import { Header } from "./header.tsx";

/** The whole page in the frame. */
export function App({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const { words } = state.language;
  return (
    <section class="app" aria-label={words.conversations}>
      <Header state={state} actions={actions} />
      {state.isAnew && <p class="anew">{words.startedAnew}</p>}
      {state.place.at === "list" ? (
        <List state={state} actions={actions} />
      ) : (
        <Conversation state={state} actions={actions} />
      )}
      <Notice state={state} actions={actions} />
      <p class="sr" role="status">
        <span key={state.announcements}>{state.announcement}</span>
      </p>
    </section>
  );
}

interface Props {
  state: State;
  actions: Actions;
}

function List({ state, actions }: Props): JSX.Element {
  return state.live ? <state.live.Cases state={state} actions={actions} /> : <div class="cases" />;
}

function Conversation({ state, actions }: Props): JSX.Element {
  const { live, place, thread } = state;
  const isResolved = thread?.view?.status === "resolved";
  const messages = live ? <live.Thread state={state} actions={actions} /> : <div class="thread" />;
  return (
    <>
      {place.at === "new" ? <Greeting state={state} isAsked={live?.asks(state)} /> : messages}
      {live && <live.Below state={state} actions={actions} />}
      {live?.asks(state) ? (
        <live.Asked state={state} actions={actions} />
      ) : (
        <Composer state={state} actions={actions} isClosed={isResolved} />
      )}
    </>
  );
}

/** The store's own words where it has some. Nothing is said before that is known: what is read must not change. */
function Greeting({ state, isAsked }: { state: State; isAsked: boolean | undefined }): JSX.Element {
  const { language, store, isCutOff, isBroken } = state;
  const { words } = language;
  if (store === null && !isCutOff && !isBroken) return <div class="greeting" />;
  const looks = store?.appearance;
  const [hello, ...more] = store?.greeting?.split(/\n+/) ?? [words.greeting, words.invitation];
  return (
    <div class="greeting">
      <p class="hello" dir="auto">
        {hello}
      </p>
      {more.map((line) => (
        <p dir="auto">{line}</p>
      ))}
      <p class="quiet">{store?.assistant ? words.aiFirst : words.promise}</p>
      <div class="starters">
        {(isAsked ? [] : looks?.starters.length ? looks.starters : words.starters).map((starter) => (
          <button key={starter} type="button" class="chip" dir="auto" onClick={() => fill(starter)}>
            {starter}
          </button>
        ))}
      </div>
      {looks?.privacy && (
        <p class="quiet">
          <a href={looks.privacy} target="_blank" rel="noopener noreferrer">
            {words.privacy}
          </a>
        </p>
      )}
    </div>
  );
}

/** Lies over the page, so that nothing moves when the connection goes and comes. */
function Notice({ state, actions }: Props): JSX.Element {
  const { words } = state.language;
  const offline = state.pending.length > 0 ? words.offlineKept : words.offline;
  return (
    <div class="notice" role="status">
      {(state.isCutOff || state.isBroken || state.isSignedOut) && (
        <p>
          {state.isSignedOut ? words.signedOut : offline}
          {state.isBroken && (
            <button type="button" onClick={actions.reload}>
              {words.retry}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
