import type { JSX } from "preact";
import { displayName } from "../display_name.ts";
import { comes } from "../hours.ts";
import { awaitsPerson, speaker } from "../standing.ts";
import type { State } from "../state.ts";
import { Face } from "./face.tsx";
import { Icon } from "./icons.tsx";

/** Who is there, for the top of a conversation; null until someone is. */
export function heading({
  language,
  thread,
  store,
}: State): { title?: string; below?: string; face?: JSX.Element } | null {
  const { words } = language;
  const person = speaker(thread?.events ?? []);
  if (awaitsPerson(thread)) return { below: comes(store, language, Date.now()) };
  if (!person) return null;
  return { title: person.name ? displayName(person.name) : words.anyPerson, face: <Face name={person.name} /> };
}

/** The way to a person: always in sight, until one is there or on the way. */
export function WayToPerson({ state, talk }: { state: State; talk: JSX.Element }): JSX.Element | null {
  const { thread, store, language } = state;
  if (awaitsPerson(thread)) {
    return (
      <p class="soon">
        <Icon name="person" />
        {comes(store, language, Date.now())}
      </p>
    );
  }
  return speaker(thread?.events ?? []) ? null : talk;
}
