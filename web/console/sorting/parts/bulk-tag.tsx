import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { closeDialog } from "../../parts/dialogs.ts";
import { wording } from "../../words/index.ts";
import { sortingWording } from "../../words/sorting.ts";
import { selectedCases } from "../handlers.ts";
import { parseTags } from "../tags.ts";
import { SortDialog } from "./sort-dialog.tsx";
import { TagField, tagMistake } from "./tag-field.tsx";

/** Gives all selected cases the same tags, beside those that they have. */
export function BulkTag() {
  const { router, caseStore, selection, bulk } = useAppContext();
  const words = sortingWording();
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useSignal<string | null>(null);
  const save = (event: Event) => {
    event.preventDefault();
    const { tags } = parseTags(text.value ?? "");
    if (tags.length === 0 || tagMistake(text.value ?? "") !== null) return;
    const cases = selectedCases({ caseStore, selection });
    closeDialog(dialog.current);
    selection.clear();
    bulk.run("tag", cases, (summary) => {
      const add = tags.filter((tag) => !(summary.tags ?? []).includes(tag));
      return add.length === 0 ? null : { action: "tag", case: summary.case, add };
    });
  };
  return (
    <SortDialog
      id="bulk-tag-title"
      title={words.tagAll(selection.chosen.value.length)}
      element={dialog}
      hold={(element) => void (router.elements.tagAll = element)}
      closed={() => (text.value = null)}
    >
      <form onSubmit={save}>
        <TagField id="bulk-tags" label={wording().sorting.tags} text={text} before="" />
        <button type="submit" class="button primary">
          {words.save}
        </button>
      </form>
    </SortDialog>
  );
}
