import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { closeDialog, onEscape } from "./dialogs.ts";
import { Icon } from "./icons.tsx";
import { wording } from "../words/index.ts";

let Form: ComponentType<{ close: () => void }> | null = null;

/** Saves a reply as an answer. The dialog is there from the start, so that it opens within the click; its form comes after. */
export function SaveDialog() {
  const { router } = useAppContext();
  const [, draw] = useState({});
  const start = router.start.value;
  useEffect(() => {
    if (start?.from == null || Form !== null) return;
    void import("../answers/parts/save-answer.tsx").then(({ SaveAnswer }) => {
      Form = SaveAnswer;
      draw({});
    });
  }, [start]);
  const close = () => {
    closeDialog(router.elements.save);
    router.start.value = null;
  };
  return (
    <dialog
      class="save-answer"
      aria-labelledby="save-title"
      ref={(element) => void (router.elements.save = element)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="save-title">{wording().saveAsAnswer}</h2>
        <button type="button" class="button plain square" aria-label={wording().close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {start?.from != null &&
        (Form === null ? (
          <p class="quiet" role="status">
            {wording().loading}
          </p>
        ) : (
          <Form key={start.from.seq} close={close} />
        ))}
    </dialog>
  );
}
