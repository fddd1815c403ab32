import { useSignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { Priority } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import type { ActiveCase } from "../../case_store.ts";
import { subjectOf } from "../../parts/case-head.tsx";
import { closeDialog } from "../../parts/dialogs.ts";
import { wording } from "../../words/index.ts";
import { sortingWording } from "../../words/sorting.ts";
import { labelsOf } from "../labels.ts";
import { parseTags } from "../tags.ts";
import { SortDialog } from "./sort-dialog.tsx";
import { PRIORITIES } from "./sort-filter.tsx";
import { TagField, tagMistake } from "./tag-field.tsx";

/** The longest subject, in characters. */
const LONGEST = 120;

/** Says what the open case is about: its tags, its subject, how pressing it is. */
export function LabelDialog() {
  const { router, caseStore } = useAppContext();
  const words = sortingWording();
  const dialog = useRef<HTMLDialogElement>(null);
  const active = caseStore.active.value;
  // Each opening begins anew: what was typed and left is not meant any more.
  const [openings, setOpenings] = useState(0);
  return (
    <SortDialog
      id="label-title"
      title={words.labelTitle}
      element={dialog}
      hold={(element) => void (router.elements.label = element)}
      closed={() => setOpenings(openings + 1)}
    >
      {active !== null && (
        <LabelForm key={`${active.id} ${openings}`} activeCase={active} close={() => closeDialog(dialog.current)} />
      )}
    </SortDialog>
  );
}

/** What is not changed is not sent. Each change is a command of its own: what one is refused for keeps none of the others back. */
function LabelForm({ activeCase, close }: { activeCase: ActiveCase; close: () => void }) {
  const { caseStore } = useAppContext();
  const words = sortingWording();
  const [tags, subject, priority] = [
    useSignal<string | null>(null),
    useSignal<string | null>(null),
    useSignal<Priority | null>(null),
  ];
  // As they were when somebody began to change them: a colleague's tag that comes meanwhile is not taken away. The form is there
  // long before it is opened.
  const now = labelsOf(activeCase).tags;
  const shown = useRef(now);
  if (tags.value === null) shown.current = now;
  const before = shown.current;
  const priorityBefore = activeCase.state.view?.priority ?? "normal";
  const reset = () => {
    tags.value = subject.value = priority.value = null;
  };
  const save = (event: Event) => {
    event.preventDefault();
    const id = activeCase.id;
    if (tagMistake(tags.value ?? "") !== null) return;
    const wanted = tags.value === null ? before : parseTags(tags.value).tags;
    const add = wanted.filter((tag) => !before.includes(tag));
    const remove = before.filter((tag) => !wanted.includes(tag));
    if (add.length + remove.length > 0) caseStore.submit({ action: "tag", case: id, add, remove });
    const words = subject.value?.trim() ?? null;
    if (words !== null && words !== subjectOf(activeCase))
      caseStore.submit({ action: "set_subject", case: id, ...(words === "" ? {} : { subject: words }) });
    if (priority.value !== null && priority.value !== priorityBefore)
      caseStore.submit({ action: "prioritize", case: id, priority: priority.value });
    reset();
    close();
  };
  return (
    <form onSubmit={save} onReset={reset}>
      <TagField id="label-tags" label={wording().sorting.tags} text={tags} before={before.join(" ")} />
      <div class="field">
        <label for="label-subject">{words.subject}</label>
        <input
          id="label-subject"
          autocomplete="off"
          dir="auto"
          maxLength={LONGEST}
          value={subject.value ?? subjectOf(activeCase)}
          aria-describedby="label-subject-hint"
          onInput={(event) => (subject.value = event.currentTarget.value)}
        />
        <p id="label-subject-hint" class="quiet">
          {words.subjectHint}
        </p>
      </div>
      <div class="field">
        <label for="label-priority">{wording().sorting.priority}</label>
        <select
          id="label-priority"
          value={priority.value ?? priorityBefore}
          onChange={(event) => (priority.value = event.currentTarget.value as Priority)}
        >
          {PRIORITIES.map((one) => (
            <option key={one} value={one}>
              {wording().sorting.priorities[one]}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="button primary">
        {words.save}
      </button>
    </form>
  );
}
