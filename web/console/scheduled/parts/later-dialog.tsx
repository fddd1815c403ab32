import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";

let Choices: ComponentType<{ store: string; send: (at: number | null) => void }> | null = null;

/** Sends what is written in the composer later. The dialog is there from the start; what it offers comes after. */
export function LaterDialog() {
  const { router, caseStore, actions } = useAppContext();
  const [, draw] = useState({});
  const isOpen = router.isScheduling.value;
  const active = caseStore.active.value;
  const store = active?.state.view?.store ?? null;
  const words = wording();
  useEffect(() => {
    if (!isOpen || Choices !== null) return;
    void import("./later-choices.tsx").then(({ LaterChoices }) => {
      Choices = LaterChoices;
      draw({});
    });
  }, [isOpen]);
  const close = () => closeDialog(router.elements.later);
  const send = (at: number | null) => {
    close();
    actions.schedule(at);
  };
  return (
    <dialog
      class="pass"
      aria-labelledby="later-title"
      ref={(element) => void (router.elements.later = element)}
      onClose={() => (router.isScheduling.value = false)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="later-title">{words.sendLater}</h2>
        <button type="button" class="button plain square" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {isOpen && store !== null && Choices !== null && <Choices key={store} store={store} send={send} />}
    </dialog>
  );
}
