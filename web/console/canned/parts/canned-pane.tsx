import { useEffect, useState } from "preact/hooks";
import type { CannedReplyView, Group } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { PaneHead } from "../../answers/parts/pane-head.tsx";
import { useAppContext } from "../../app_context.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { createTeamApi } from "../../team/team_api.ts";
import { pageWording } from "../../words/pages.ts";
import { cannedRepliesOf } from "../canned_replies.ts";
import { CannedForm } from "./canned-form.tsx";
import { CannedRow } from "./canned-row.tsx";

/** The canned replies of a store and one's own: leads write the store's, everyone their own. */
export function CannedPane({ store }: { store: string }) {
  const { rest, commandState } = useAppContext();
  const cannedReplies = cannedRepliesOf(rest);
  const [trouble, setTrouble] = useState<string | null>(null);
  const groups = useGroups(store);
  const load = () => {
    setTrouble(null);
    cannedReplies.load(store).catch((error: unknown) => setTrouble(reasonOf(error)));
  };
  useEffect(load, [store]);
  const words = pageWording().canned;
  const replies = cannedReplies.known.value[store];
  const section = { store, groups, reload: load };
  return (
    <div class="canned">
      <PaneHead title={words.title} />
      <p class="quiet">{words.hint}</p>
      {replies === undefined || trouble !== null ? (
        <Awaited trouble={trouble} retry={load} />
      ) : (
        <>
          <Section {...section} of={replies.filter(({ personal }) => personal)} isPersonal mayWrite />
          <Section
            {...section}
            of={replies.filter(({ personal }) => !personal)}
            isPersonal={false}
            mayWrite={commandState.value.isLead}
          />
        </>
      )}
    </div>
  );
}

/** The store's groups; none as long as they are not known. */
function useGroups(store: string): readonly Group[] {
  const { rest, groups } = useAppContext();
  useEffect(() => {
    createTeamApi(rest)
      .list(store)
      .then(
        (list) => groups.learn(store, list.groups),
        () => undefined,
      );
  }, [store]);
  return groups.known.value[store] ?? [];
}

interface SectionProps {
  store: string;
  groups: readonly Group[];
  reload: () => void;
  of: readonly CannedReplyView[];
  isPersonal: boolean;
  mayWrite: boolean;
}

function Section({ of: replies, isPersonal, mayWrite, ...shared }: SectionProps) {
  const words = pageWording().canned;
  const [isAdding, setAdding] = useState(false);
  const id = isPersonal ? "canned-own" : "canned-of-store";
  return (
    <section aria-labelledby={id}>
      <header class="canned-head">
        <h3 id={id}>{isPersonal ? words.own : words.ofStore}</h3>
        {mayWrite && !isAdding && (
          <button type="button" class="button" onClick={() => setAdding(true)}>
            {isPersonal ? words.addOwn : words.addForStore}
          </button>
        )}
      </header>
      {!mayWrite && <p class="quiet">{words.leadsWrite}</p>}
      {isAdding && <CannedForm {...shared} reply={null} isPersonal={isPersonal} close={() => setAdding(false)} />}
      {replies.length === 0 && !isAdding && <p class="quiet">{isPersonal ? words.noneOwn : words.noneOfStore}</p>}
      <ul class="canned-list">
        {replies.map((reply) => (
          <CannedRow key={reply.id} {...shared} reply={reply} mayWrite={mayWrite} />
        ))}
      </ul>
    </section>
  );
}
