import { isComposing } from "../../client/composition.ts";

/** Closes a dialog so that the very next key is the page's: where nothing had the focus before, the hidden dialog would keep it for a while. */
export function closeDialog(dialog: HTMLDialogElement | null): void {
  dialog?.close();
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && dialog?.contains(focused) === true) focused.blur();
}

/** A click beside a dialog's content, on the veil around it. */
export function onBackdropClick(close: () => void) {
  return (event: MouseEvent) => {
    if (event.target === event.currentTarget) close();
  };
}

/** Escape, before the browser would close the dialog in its own time. */
export function onEscape(close: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.preventDefault();
    close();
  };
}
