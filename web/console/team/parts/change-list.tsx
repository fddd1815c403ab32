import { useEffect, useState } from "preact/hooks";
import type { AuditEntry, Group } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { formatDateTime } from "../../time_format.ts";
import { pageWording } from "../../words/pages.ts";
import { sentencesOf } from "../team.ts";
import { createTeamApi } from "../team_api.ts";

/** Who changed what, newest first. `changes` counts those made on this page: each fetches the list anew. */
export function ChangeList({ store, groups, changes }: { store: string; groups: readonly Group[]; changes: number }) {
  const { rest } = useAppContext();
  const words = pageWording();
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = (kept: readonly AuditEntry[], cursor?: string) =>
    createTeamApi(rest)
      .changes(store, cursor)
      .then(
        (page) => {
          setEntries([...kept, ...page.entries]);
          setNext(page.next);
          setTrouble(null);
        },
        (error: unknown) => setTrouble(reasonOf(error)),
      );
  useEffect(() => void load([]), [store, changes]);
  return (
    <section aria-labelledby="team-changes">
      <h2 id="team-changes">{words.team.changes}</h2>
      {entries.length === 0 && trouble === null && <p class="quiet">{words.team.noChanges}</p>}
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <ul class="changes">
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.id}`}>
            <span dir="auto">{sentencesOf(entry, groups).join(". ")}</span>
            <span class="quiet">{`${entry.by_name ?? words.team.someone}, ${formatDateTime(entry.at)}`}</span>
          </li>
        ))}
      </ul>
      {next !== null && (
        <button type="button" class="button" onClick={() => void load(entries, next)}>
          {words.team.olderChanges}
        </button>
      )}
    </section>
  );
}
