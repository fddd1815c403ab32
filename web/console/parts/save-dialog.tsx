import { useAppContext } from "../app_context.ts";
import { lazy } from "../lazy.ts";
import { closeDialog, onEscape } from "./dialogs.ts";
import { Icon } from "./icons.tsx";
import { LazyPart } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

const form = lazy(async () => (await import("../answers/parts/save-answer.tsx")).SaveAnswer);

/** Saves a reply as an answer. The dialog is there from the start, so that it opens within the click; its form comes after. */
export function SaveDialog() {
  const { router } = useAppContext();
  const from = router.start.value?.from;
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
      {from != null && <LazyPart of={form}>{(Form) => <Form key={from.seq} close={close} />}</LazyPart>}
    </dialog>
  );
}
