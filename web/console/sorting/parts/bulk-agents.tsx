import { useEffect, useState } from "preact/hooks";
import type { AgentView } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { createTeamApi } from "../../team/team_api.ts";
import { wording } from "../../words/index.ts";

/** The colleagues of these stores, to choose the one who gets the cases: those who may work in each of them. */
export function BulkAgents({ stores, assign }: { stores: readonly string[]; assign: (agent: string) => void }) {
  const { rest, caseStore } = useAppContext();
  const [agents, setAgents] = useState<readonly AgentView[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const words = wording();
  const me = caseStore.me.value?.user ?? null;
  useEffect(() => {
    const api = createTeamApi(rest);
    Promise.all(stores.map((store) => api.list(store))).then(
      (lists) => setAgents(inAll(lists.map((list) => list.agents)).filter(({ user }) => user !== me)),
      () => setFailed(true),
    );
  }, [stores.join(" ")]);
  return (
    <>
      {hasFailed && <p role="alert">{words.notLoaded}</p>}
      {agents === null && !hasFailed && <p role="status">{words.loading}</p>}
      <ul class="bulk-agents">
        {agents?.map(({ user, name }) => (
          <li key={user}>
            <button type="button" class="button" dir="auto" onClick={() => assign(user)}>
              {name ?? words.colleague}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function inAll([first = [], ...others]: readonly (readonly AgentView[])[]): AgentView[] {
  const isActive = ({ active }: AgentView) => active;
  return first
    .filter(isActive)
    .filter(({ user }) => others.every((list) => list.some((one) => one.user === user && isActive(one))));
}
