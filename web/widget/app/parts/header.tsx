import type { JSX } from "preact";
import type { Actions } from "../actions.ts";
import { comes } from "../hours.ts";
import { displayName } from "../display_name.ts";
import { awaitsPerson, speaker } from "../standing.ts";
import type { State } from "../state.ts";
import { Icon } from "./icons.tsx";

export function Header({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const { words } = state.language;
  const { title, below } = heading(state);
  const canGoBack = state.place.at !== "list" && (state.cases.length > 0 || state.pending.length > 0);
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

function heading({ language, place, thread, store }: State): { title: string; below: string | null } {
  const { words } = language;
  const storeName = store?.name || null;
  if (place.at === "list") return { title: words.conversations, below: storeName };
  const events = thread?.events ?? [];
  const person = speaker(events);
  if (awaitsPerson(thread)) return { title: words.support, below: comes(store, language, Date.now()) };
  if (!person) return { title: words.support, below: storeName };
  return { title: person.name ? words.person(displayName(person.name)) : words.anyPerson, below: storeName };
}
