import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";

let Choices: ComponentType<{ snooze: (until: number | null) => void }> | null = null;

/** Puts a case aside. The dialog is there from the start, so that it opens within the key press; what it offers comes after. */
export function SnoozeDialog() {
  const { router, actions } = useAppContext();
  const [, draw] = useState({});
  const isOpen = router.isSnoozing.value;
  const words = wording();
  useEffect(() => {
    if (!isOpen || Choices !== null) return;
    void import("./snooze-choices.tsx").then(({ SnoozeChoices }) => {
      Choices = SnoozeChoices;
      draw({});
    });
  }, [isOpen]);
  const close = () => closeDialog(router.elements.snooze);
  const snooze = (until: number | null) => {
    close();
    actions.snooze(until);
  };
  return (
    <dialog
      class="pass"
      aria-labelledby="snooze-title"
      ref={(element) => void (router.elements.snooze = element)}
      onClose={() => (router.isSnoozing.value = false)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="snooze-title">{words.snoozeUntil}</h2>
        <button type="button" class="button plain square" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {isOpen && Choices !== null && <Choices snooze={snooze} />}
    </dialog>
  );
}
