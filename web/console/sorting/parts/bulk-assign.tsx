import { useRef } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { lazy } from "../../lazy.ts";
import { closeDialog } from "../../parts/dialogs.ts";
import { LazyPart } from "../../parts/lazy-part.tsx";
import { wording } from "../../words/index.ts";
import { sortingWording } from "../../words/sorting.ts";
import { selectedCases } from "../handlers.ts";
import { SortDialog } from "./sort-dialog.tsx";

const agents = lazy(async () => (await import("./bulk-agents.tsx")).BulkAgents);

/** Gives all selected cases to somebody. The dialog is there from the start, so that it opens within the key press. */
export function BulkAssign() {
  const { router, caseStore, selection, bulk } = useAppContext();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = router.isAssigningAll.value;
  const cases = selectedCases({ caseStore, selection });
  const me = caseStore.me.value?.user ?? null;
  const words = sortingWording();
  const stores = [...new Set(cases.map(({ store }) => store))];
  const assign = (agent: string) => {
    closeDialog(dialog.current);
    selection.clear();
    bulk.run("assign", cases, ({ case: id, assignee }) =>
      assignee === agent ? null : { action: "assign", case: id, agent },
    );
  };
  return (
    <SortDialog
      id="bulk-assign-title"
      title={words.assignAll(cases.length)}
      element={dialog}
      hold={(element) => void (router.elements.assignAll = element)}
      closed={() => (router.isAssigningAll.value = false)}
    >
      <button type="button" class="button primary" autofocus disabled={me === null} onClick={() => assign(me!)}>
        {wording().commands.assign}
      </button>
      {isOpen && <LazyPart of={agents}>{(Agents) => <Agents stores={stores} assign={assign} />}</LazyPart>}
    </SortDialog>
  );
}
