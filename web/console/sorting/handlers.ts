import type { CaseSummary, Priority } from "../../client/index.ts";
import type { Dependencies } from "../actions.ts";
import { sortingParts } from "./lazy_parts.ts";

/** The commands that sort the open case, and those for all selected ones. */
export function sortingHandlers({ caseStore, router, selection, bulk }: Dependencies) {
  const prioritize = (priority: Priority) => () => {
    const active = caseStore.active.value;
    if (active !== null) caseStore.submit({ action: "prioritize", case: active.id, priority });
  };
  return {
    urgent: prioritize("urgent"),
    high: prioritize("high"),
    normal: prioritize("normal"),
    low: prioritize("low"),
    label: () => show(router.elements.label),
    actions: () => show(router.elements.actions),
    select() {
      const { value: row } = router.cursor;
      if (row !== null && router.rows.value.includes(row)) selection.toggle(row);
    },
    selectAll: selection.all,
    deselect: selection.clear,
    assignSelected() {
      router.isAssigningAll.value = true;
      show(router.elements.assignAll);
    },
    tagSelected: () => show(router.elements.tagAll),
    closeSelected() {
      const cases = selectedCases({ caseStore, selection });
      selection.clear();
      bulk.run("close", cases, ({ case: id, status }) =>
        status === "resolved" ? null : { action: "resolve", case: id },
      );
    },
  };
}

/** Shows a dialog; where it is not there yet because it failed to load, it is asked for again, which tells how that fares. */
function show(dialog: HTMLDialogElement | null): void {
  if (dialog === null) void sortingParts.load();
  else dialog.showModal();
}

/** What is known of the selected cases. */
export function selectedCases({ caseStore, selection }: Pick<Dependencies, "caseStore" | "selection">): CaseSummary[] {
  const { known } = caseStore.lists.value;
  return selection.chosen.value.flatMap((id) => known.get(id) ?? []);
}
