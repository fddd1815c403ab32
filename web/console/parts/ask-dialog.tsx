import type { ComponentType } from "preact";
import { useAppContext } from "../app_context.ts";
import { type Lazy, lazy } from "../lazy.ts";
import type { Question } from "../router.ts";
import { wording } from "../words/index.ts";
import { closeDialog, onBackdropClick, onEscape } from "./dialogs.ts";
import { Icon } from "./icons.tsx";
import { LazyPart } from "./lazy-part.tsx";

/** What each question's choices get: the store of the open case, and what ends the dialog. */
export interface ChoicesProps {
  store: string;
  close: () => void;
}

/** What may be chosen, fetched when the question is first asked. */
const CHOICES: Record<Question, Lazy<ComponentType<ChoicesProps>>> = {
  pass: lazy(async () => (await import("../team/parts/pass-choices.tsx")).PassChoices),
  snooze: lazy(async () => (await import("../snooze/parts/snooze-choices.tsx")).SnoozeChoices),
  later: lazy(async () => (await import("../scheduled/parts/later-choices.tsx")).LaterChoices),
  promise: lazy(async () => (await import("../deadlines/parts/promise-choices.tsx")).PromiseChoices),
};

/** Asks about the open case: which group, until when. The dialog is there from the start, so that it opens within the key press. */
export function AskDialog() {
  const { router, caseStore } = useAppContext();
  const question = router.question.value;
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
      {store !== null && question !== null && (
        <LazyPart of={CHOICES[question]}>{(Choices) => <Choices key={store} store={store} close={close} />}</LazyPart>
      )}
    </dialog>
  );
}
