import { useRef, useState } from "preact/hooks";
import type { AgentChange, AgentView, Group } from "../../../client/index.ts";
import { isConflict, reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { initials } from "../../display_names.ts";
import { pageWording } from "../../words/pages.ts";
import { capacityIn, namesOf, standingOf } from "../team.ts";
import { createTeamApi } from "../team_api.ts";

interface Props {
  store: string;
  agent: AgentView;
  groups: readonly Group[];
  changed: (agent: AgentView) => void;
  reload: () => void;
}

/** One agent: how they stand, and, opened, what a lead lays down about them. */
export function AgentRow(props: Props) {
  const { agent, groups } = props;
  const words = pageWording().team;
  const [isOpen, setOpen] = useState(false);
  const standing = standingOf(agent);
  const name = agent.name ?? words.someone;
  const facts = [
    words.roles[agent.role === "lead" ? "lead" : "agent"],
    namesOf(agent.groups, groups),
    words.load(agent.cases, agent.capacity),
  ].filter((fact) => fact !== "");
  return (
    <li class="agent" data-standing={standing}>
      <span class="avatar" aria-hidden="true">
        {initials(name)}
      </span>
      <span class="agent-name">
        <b class="cut" dir="auto">
          {name}
        </b>
        <span class="quiet">{facts.join(" · ")}</span>
      </span>
      <span class="agent-standing">{words.standings[standing]}</span>
      <button
        type="button"
        class="button"
        aria-expanded={isOpen}
        aria-label={words.changeAgent(name)}
        onClick={() => setOpen(!isOpen)}
      >
        {words.change}
      </button>
      {isOpen && <AgentForm {...props} close={() => setOpen(false)} />}
    </li>
  );
}

function AgentForm({ store, agent, groups, changed, reload, close }: Props & { close: () => void }) {
  const { rest, router, caseStore, id } = useAppContext();
  const words = pageWording();
  const api = createTeamApi(rest);
  const [own, setOwn] = useState(new Set(agent.groups));
  const [capacity, setCapacity] = useState(agent.capacity === null ? "" : String(agent.capacity));
  const [active, setActive] = useState(agent.active);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  /** The id of what was last saved: the same again is the same command, something else is another. */
  const saved = useRef({ terms: "", id: "" });
  const most = capacityIn(capacity);
  const isMe = caseStore.me.value?.user === agent.user;
  const offered = groups.filter((group) => !group.closed || own.has(group.id));
  const run = async (work: Promise<AgentView>) => {
    setBusy(true);
    setTrouble(null);
    await work.then(
      (after) => {
        changed(after);
        router.announce(words.team.saved);
        close();
      },
      (error: unknown) => {
        setTrouble(isConflict(error) ? words.team.changedByOther : reasonOf(error));
        if (isConflict(error)) reload();
      },
    );
    setBusy(false);
  };
  const save = (event: Event) => {
    event.preventDefault();
    if (most === undefined || isBusy) return;
    const terms = { groups: [...own].sort((a, b) => a - b), capacity: most, active };
    const key = JSON.stringify(terms);
    if (saved.current.terms !== key) saved.current = { terms: key, id: id() };
    const change: AgentChange = { id: saved.current.id, version: agent.version, ...terms };
    void run(api.change(store, agent.user, change));
  };
  const toggle = (group: number, isIn: boolean) => {
    const next = new Set(own);
    if (isIn) next.add(group);
    else next.delete(group);
    setOwn(next);
  };
  return (
    <form class="agent-form" onSubmit={save}>
      {offered.length > 0 && (
        <fieldset>
          <legend>{words.team.groups}</legend>
          <div class="languages">
            {offered.map((group) => (
              <label key={group.id}>
                <input
                  type="checkbox"
                  checked={own.has(group.id)}
                  onChange={(event) => toggle(group.id, event.currentTarget.checked)}
                />
                <span dir="auto">{group.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <label class="field">
        <span>{words.team.capacity}</span>
        <input
          type="number"
          min={0}
          max={100}
          inputMode="numeric"
          value={capacity}
          aria-invalid={most === undefined}
          onInput={(event) => setCapacity(event.currentTarget.value)}
        />
      </label>
      <p class="quiet">{words.team.capacityHint}</p>
      {!isMe && (
        <label class="choice">
          <input type="checkbox" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          <span>
            {words.team.active}
            <span class="quiet">{words.team.activeHint}</span>
          </span>
        </label>
      )}
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="button-row">
        <button type="submit" class="button primary" aria-disabled={most === undefined || isBusy}>
          {words.save}
        </button>
        <button type="button" class="button" onClick={close}>
          {words.cancel}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => void run(api.setAvailable(store, agent.user, !agent.available))}
        >
          {agent.available ? words.team.setAway : words.team.setAvailable}
        </button>
      </div>
    </form>
  );
}
