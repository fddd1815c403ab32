import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";

let Groups: ComponentType<{ store: string; pass: (group: number) => void }> | null = null;

/** Passes a case to a group. The dialog is there from the start, so that it opens within the click; its groups come after. */
export function PassDialog() {
  const { router, caseStore } = useAppContext();
  const [, draw] = useState({});
  const isOpen = router.isPassing.value;
  const active = caseStore.active.value;
  const store = active?.state.view?.store ?? null;
  const words = wording();
  useEffect(() => {
    if (!isOpen || Groups !== null) return;
    void import("./pass-groups.tsx").then(({ PassGroups }) => {
      Groups = PassGroups;
      draw({});
    });
  }, [isOpen]);
  const close = () => closeDialog(router.elements.pass);
  const pass = (group: number) => {
    close();
    if (active !== null) caseStore.submit({ action: "escalate", case: active.id, group });
  };
  return (
    <dialog
      class="pass"
      aria-labelledby="pass-title"
      ref={(element) => void (router.elements.pass = element)}
      onClose={() => (router.isPassing.value = false)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="pass-title">{words.passTo}</h2>
        <button type="button" class="button plain square" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {isOpen && store !== null && Groups !== null && <Groups key={store} store={store} pass={pass} />}
    </dialog>
  );
}
