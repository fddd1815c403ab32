import { useAppContext } from "../../app_context.ts";
import { wording } from "../../words/index.ts";

/** Selects a row, with Shift all rows up to it. By keyboard `v` does it; where single keys are off, the box takes the focus. */
export function RowSelect({ id, subject }: { id: string; subject: string | null }) {
  const { selection, preferences } = useAppContext();
  const isSelected = selection.has(id);
  const isReached = !preferences.choices.value.singleKeys || selection.chosen.value.length > 0;
  const pick = (event: MouseEvent) => {
    if (event.shiftKey) selection.extend(id);
    else selection.toggle(id);
  };
  return (
    <label class="row-select">
      <input
        type="checkbox"
        tabIndex={isReached ? 0 : -1}
        checked={isSelected}
        aria-label={wording().sorting.select(subject ?? wording().withdrawn)}
        onClick={pick}
      />
    </label>
  );
}
