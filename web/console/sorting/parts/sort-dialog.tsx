import type { ComponentChildren } from "preact";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";

interface Props {
  id: string;
  title: string;
  /** The dialog, for whoever opens and closes it. */
  element: { current: HTMLDialogElement | null };
  hold: (element: HTMLDialogElement | null) => void;
  closed?: () => void;
  children: ComponentChildren;
}

/** A dialog that is there from the start, so that it opens within the key press. */
export function SortDialog({ id, title, element, hold, closed, children }: Props) {
  const close = () => closeDialog(element.current);
  return (
    <dialog
      class="sort"
      aria-labelledby={id}
      ref={(dialog) => hold((element.current = dialog))}
      onClose={() => closed?.()}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="button plain square" aria-label={wording().close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
