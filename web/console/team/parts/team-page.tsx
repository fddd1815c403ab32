import { useEffect, useState } from "preact/hooks";
import type { AgentList, AgentView, Group } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { LeadPage } from "../../parts/lead-page.tsx";
import { pageWording } from "../../words/pages.ts";
import { createTeamApi } from "../team_api.ts";
import { AgentRow } from "./agent-row.tsx";
import { ChangeList } from "./change-list.tsx";
import { GroupFields } from "./group-fields.tsx";
import { RoutingFields } from "./routing-fields.tsx";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/team.css?inline";

adoptStyles(css);

/** Who works for a store, in which groups, how many cases they have; for its leads to change. */
export function TeamPage() {
  const words = pageWording().team;
  return (
    <LeadPage name="team" title={words.title} leadsOnly={words.leadsOnly}>
      {(store) => <Team key={store} store={store} />}
    </LeadPage>
  );
}

function Team({ store }: { store: string }) {
  const { rest } = useAppContext();
  const [list, setList] = useState<AgentList | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [changes, setChanges] = useState(0);
  const load = () => {
    setTrouble(null);
    createTeamApi(rest)
      .list(store)
      .then(setList, (error: unknown) => setTrouble(reasonOf(error)));
  };
  useEffect(load, [store]);
  const words = pageWording();
  if (list === null) return <Awaited trouble={trouble} retry={load} />;
  const { agents, groups } = list;
  const changed = (agent: AgentView) => {
    setList({ groups, agents: agents.map((other) => (other.user === agent.user ? agent : other)) });
    setChanges(changes + 1);
  };
  const regrouped = (group: Group) => {
    const isNew = groups.every(({ id }) => id !== group.id);
    const kept = groups.map((other) => (other.id === group.id ? group : other));
    setList({ agents, groups: isNew ? [...kept, group] : kept });
    setChanges(changes + 1);
  };
  return (
    <>
      <section aria-labelledby="team-agents">
        <h2 id="team-agents">{words.team.agents}</h2>
        {agents.length === 0 && <p class="quiet">{words.team.noAgents}</p>}
        <ul class="agents">
          {agents.map((agent) => (
            <AgentRow key={agent.user} store={store} agent={agent} groups={groups} changed={changed} reload={load} />
          ))}
        </ul>
        <p class="quiet">{words.team.inviteHint}</p>
      </section>
      <GroupFields store={store} groups={groups} changed={regrouped} />
      <RoutingFields store={store} />
      <ChangeList store={store} groups={groups} changes={changes} />
    </>
  );
}
