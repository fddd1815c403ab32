import type { JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { Icon } from "./icons.tsx";

export function Header({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const { words } = state.language;
  const looks = state.store?.appearance;
  const isList = state.place.at === "list";
  const {
    title = isList ? words.conversations : (looks?.name ?? words.support),
    below = state.store?.name,
    face = looks?.logo && <img class="logo" src={looks.logo} alt="" />,
  } = (!isList && state.live?.heading(state)) || {};
  const canGoBack = !isList && (state.cases.length > 0 || state.pending.length > 0);
  const elsewhere = Object.entries(state.unread).some(
    ([key, n]) => n > 0 && !(state.place.at === "case" && state.place.key === key),
  );
  return (
    <div class="header">
      {canGoBack && (
        <button
          type="button"
          class="icon"
          aria-label={words.conversations}
          title={words.conversations}
          onClick={() => actions.go({ at: "list" })}
        >
          <Icon name="back" turns />
          {elsewhere && <span class="dot" />}
        </button>
      )}
      {face}
      <div class="who">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {below && (
          <p>
            <bdi>{below}</bdi>
          </p>
        )}
      </div>
      <button type="button" class="icon" aria-label={words.close} title={words.close} onClick={actions.close}>
        <Icon name="close" />
      </button>
    </div>
  );
}
