import type { JSX } from "preact";
import { openPromise } from "../../../client/promise.ts";
import { displayName } from "../display_name.ts";
import { momentOf, promiseLine } from "../promise_words.ts";
import type { State } from "../state.ts";

/** Who has promised to reply, and by when, as long as that lies ahead. */
export function PromiseLine({ state: { thread, language } }: { state: State }): JSX.Element | null {
  const promise = openPromise(thread?.events ?? []);
  const now = Date.now();
  if (!promise || promise.by <= now) return null;
  const { name } = promise.author;
  const who = name ? displayName(name) : language.words.anyPerson;
  return (
    <p class="line promise" role="status">
      {promiseLine(language.tag, who, momentOf(promise.by, now, language.tag))}
    </p>
  );
}
