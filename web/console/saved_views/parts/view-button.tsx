import { useRef, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { Icon } from "../../parts/icons.tsx";
import { SortDialog } from "../../sorting/parts/sort-dialog.tsx";
import { savedViewWords } from "../../words/saved_views.ts";
import { isFiltered, isShown, savedViewsOf } from "../saved_views.ts";
import { ViewForm } from "./view-form.tsx";

/** Saves what the list shows as a view; where that is one that the person may change, its name. */
export function ViewButton() {
  const { router, rest, commandState } = useAppContext();
  const dialog = useRef<HTMLDialogElement>(null);
  // As it is closed the form begins anew: the next opening finds it there, and the next key goes into it.
  const [closings, setClosings] = useState(0);
  /** Whose form is open: it stays, and what is typed with it, where a colleague has deleted the view meanwhile. */
  const [opened, setOpened] = useState<string | null>(null);
  const words = savedViewWords();
  const mayChange = (isPersonal: boolean) => isPersonal || commandState.value.isLead;
  const known = savedViewsOf(rest).known.value;
  const shown = known.find((one) => isShown(router, one) && mayChange(one.view.personal)) ?? null;
  if (shown === null && opened === null && !isFiltered(router)) return null;
  const form = shown?.view.id ?? "";
  const title = shown === null ? words.save : words.edit;
  return (
    <>
      <button
        type="button"
        class="button square"
        aria-label={title}
        title={title}
        aria-haspopup="dialog"
        onClick={() => {
          setOpened(form);
          dialog.current?.showModal();
          dialog.current?.querySelector("input")?.focus();
        }}
      >
        <Icon name="save" />
      </button>
      <SortDialog
        id="view-title"
        title={title}
        element={dialog}
        hold={() => undefined}
        closed={() => {
          setOpened(null);
          setClosings((count) => count + 1);
        }}
      >
        <ViewForm key={`${closings} ${opened ?? form}`} shown={shown} close={() => dialog.current?.close()} />
      </SortDialog>
    </>
  );
}
