import { useEffect, useState } from "preact/hooks";
import type { Group } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import type { ChoicesProps } from "../../parts/ask-dialog.tsx";
import { wording } from "../../words/index.ts";
import { createTeamApi } from "../team_api.ts";
import "../../styles/ask.ts";

/** The groups of a store that are open, to choose the one that a case is passed to. Their numbers are the store's own. */
export function PassChoices({ store, close }: ChoicesProps) {
  const { rest, caseStore } = useAppContext();
  const pass = (group: number) => {
    const id = caseStore.active.peek()?.id;
    close();
    if (id !== undefined) caseStore.submit({ action: "escalate", case: id, group });
  };
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const words = wording();
  useEffect(() => {
    createTeamApi(rest)
      .list(store)
      .then(
        (list) => setGroups(list.groups.filter((group) => !group.closed)),
        () => setFailed(true),
      );
  }, []);
  return (
    <>
      <p>{words.passHint}</p>
      {hasFailed && <p role="alert">{words.notLoaded}</p>}
      {groups?.length === 0 && <p role="status">{words.noGroups}</p>}
      <ul>
        {groups?.map((group) => (
          <li key={group.id}>
            <button type="button" class="button" dir="auto" onClick={() => pass(group.id)}>
              {group.name}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
