import type { JSX } from "preact";
import type { CaseSummary } from "../../../client/index.ts";
import { plainText } from "../../../client/markdown.ts";
import { calendarDays, latestNow } from "../../../client/time_format.ts";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import type { Words } from "../words/en.ts";
import { Icon } from "./icons.tsx";
import { dayOf, timeOf } from "./thread.tsx";

/** The visitor's conversations, newest first; those on their way to the service at the top. */
export function Cases({ state, actions }: { state: State; actions: Actions }): JSX.Element {
  const { words } = state.language;
  const openings = state.pending.filter(({ command }) => command.action === "open");
  return (
    <div class="cases">
      <ul>
        {openings.map(({ id, command }) => (
          <li key={id}>
            <button type="button" onClick={() => actions.go({ at: "case", key: id })}>
              <span class="subject" dir="auto">
                {"text" in command && command.text}
              </span>
              <span class="excerpt">{words.sending}</span>
            </button>
          </li>
        ))}
        {state.cases.map((summary) => (
          <Case key={summary.case} summary={summary} state={state} actions={actions} />
        ))}
      </ul>
      <button type="button" class="primary" onClick={() => actions.go({ at: "new" })}>
        <Icon name="plus" />
        {words.newConversation}
      </button>
    </div>
  );
}

/** What was said last; nothing of what was erased. */
function excerptOf({ last_role, excerpt, erased }: CaseSummary, words: Words): string {
  if (last_role !== "customer" || (erased && excerpt === null)) return plainText(excerpt ?? "");
  return `${words.you}: ${excerpt ?? words.withdrawn}`;
}

function Case({ summary, state, actions }: { summary: CaseSummary; state: State; actions: Actions }): JSX.Element {
  const { words, tag } = state.language;
  const unread = state.unread[summary.case] ?? 0;
  const newest = state.cases[0]?.updated_at;
  const isToday = calendarDays(latestNow(Date.now(), newest), summary.updated_at) >= 0;
  const when = isToday ? timeOf(summary.updated_at, tag) : dayOf(summary.updated_at, tag, newest);
  return (
    <li>
      <button type="button" onClick={() => actions.go({ at: "case", key: summary.case })}>
        <span class="subject" dir="auto">
          {summary.subject ?? (summary.erased ? words.erased : words.withdrawn)}
        </span>
        <time class="when" dateTime={new Date(summary.updated_at).toISOString()}>
          {when}
        </time>
        <span class="below">
          <span class="excerpt" dir="auto">
            {excerptOf(summary, words)}
          </span>
          {unread > 0 ? (
            <b class="unread">{words.unread(unread)}</b>
          ) : (
            <span class="status">{words.status[summary.status]}</span>
          )}
        </span>
      </button>
    </li>
  );
}
