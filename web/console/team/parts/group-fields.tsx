import { useRef, useState } from "preact/hooks";
import type { Group } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { pageWording } from "../../words/pages.ts";
import { createTeamApi } from "../team_api.ts";

interface Props {
  store: string;
  groups: readonly Group[];
  changed: (group: Group) => void;
}

/** The store's groups: added, renamed, closed and opened again. */
export function GroupFields({ store, groups, changed }: Props) {
  const { rest, id } = useAppContext();
  const words = pageWording();
  const api = createTeamApi(rest);
  const [name, setName] = useState("");
  /** The id of the group that is added: kept until it is there, so that a second try adds no second one. */
  const added = useRef(id());
  const [trouble, setTrouble] = useState<string | null>(null);
  const run = (work: Promise<Group>) => {
    setTrouble(null);
    return work.then(
      (group) => {
        changed(group);
        return true;
      },
      (error: unknown) => {
        setTrouble(reasonOf(error));
        return false;
      },
    );
  };
  const add = (event: Event) => {
    event.preventDefault();
    if (name.trim() === "") return;
    void run(api.addGroup(store, added.current, name)).then((isThere) => {
      if (!isThere) return;
      added.current = id();
      setName("");
    });
  };
  return (
    <section aria-labelledby="team-groups">
      <h2 id="team-groups">{words.team.groups}</h2>
      {groups.length === 0 && <p class="quiet">{words.team.noGroups}</p>}
      <ul class="groups">
        {groups.map((group) => (
          <li key={group.id}>
            <input
              aria-label={words.team.groupName(group.name)}
              maxLength={40}
              defaultValue={group.name}
              onChange={(event) =>
                void run(api.changeGroup(store, group.id, { id: id(), name: event.currentTarget.value }))
              }
            />
            {group.closed && <span class="quiet">{words.team.closedGroup}</span>}
            <button
              type="button"
              class="button"
              aria-label={group.closed ? words.team.openGroupNamed(group.name) : words.team.closeGroupNamed(group.name)}
              onClick={() => void run(api.changeGroup(store, group.id, { id: id(), closed: !group.closed }))}
            >
              {group.closed ? words.team.openGroup : words.team.closeGroup}
            </button>
          </li>
        ))}
      </ul>
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <form class="button-row" onSubmit={add}>
        <input
          aria-label={words.team.newGroup}
          placeholder={words.team.newGroup}
          maxLength={40}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button" aria-disabled={name.trim() === ""}>
          {words.team.addGroup}
        </button>
      </form>
    </section>
  );
}
