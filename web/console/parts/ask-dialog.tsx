import type { ComponentType } from "preact";
import { useAppContext } from "../app_context.ts";
import type { Question } from "../router.ts";
import { wording } from "../words/index.ts";
import { closeDialog, onBackdropClick, onEscape } from "./dialogs.ts";
import { Icon } from "./icons.tsx";
import { useLazyPart } from "./lazy-part.ts";

/** What each question's choices get: the store of the open case, and what ends the dialog. */
export interface ChoicesProps {
  store: string;
  close: () => void;
}

/** What may be chosen, fetched when the question is first asked. */
const CHOICES: Record<Question, () => Promise<ComponentType<ChoicesProps>>> = {
  pass: async () => (await import("../team/parts/pass-choices.tsx")).PassChoices,
  snooze: async () => (await import("../snooze/parts/snooze-choices.tsx")).SnoozeChoices,
  later: async () => (await import("../scheduled/parts/later-choices.tsx")).LaterChoices,
};

/** Asks about the open case: which group, until when. The dialog is there from the start, so that it opens within the key press. */
export function AskDialog() {
  const { router, caseStore } = useAppContext();
  const question = router.question.value;
  const Choices = useLazyPart(question === null ? null : CHOICES[question]);
  const store = caseStore.active.value?.state.view?.store ?? null;
  const words = wording();
  const close = () => closeDialog(router.elements.ask);
  return (
    <dialog
      class="ask"
      aria-labelledby="ask-title"
      ref={(element) => void (router.elements.ask = element)}
      onClose={() => (router.question.value = null)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="ask-title">{question !== null && words.questions[question]}</h2>
        <button type="button" class="button plain square" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {store !== null && Choices !== null && <Choices key={store} store={store} close={close} />}
    </dialog>
  );
}
