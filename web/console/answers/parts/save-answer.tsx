import { useMemo, useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { focusOnMount } from "../../parts/text_field.ts";
import { locationUrl, pageLocation } from "../../location.ts";
import { createAnswersApi, reasonOf } from "../answers_api.ts";
import { AnswerForm, type Fields } from "./answer-form.tsx";
import { pageWording } from "../../words/pages.ts";

/** A reply of the open case as an answer for the next one who asks: the question is to be mended before it is saved. */
export function SaveAnswer({ close }: { close: () => void }) {
  const { rest, caseStore, id, router } = useAppContext();
  const answersApi = useMemo(() => createAnswersApi(rest), []);
  const [command] = useState(id);
  const [start] = useState(() => router.start.peek());
  const [saved, setSaved] = useState<AnswerView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const activeCase = caseStore.active.peek();
  const store = activeCase?.state.view?.store ?? activeCase?.summary?.store;
  if (start === null || store === undefined) return null;
  const save = async ({ question, text, language }: Fields) => {
    setBusy(true);
    setTrouble(null);
    const more = { ...(language === null ? {} : { language }), ...(start.from === null ? {} : { from: start.from }) };
    await answersApi
      .add(store, { id: command, question, text, ...more })
      .then(setSaved, (error: unknown) => setTrouble(reasonOf(error)));
    setBusy(false);
  };
  if (saved !== null) return <Saved answer={saved} close={close} />;
  return (
    <AnswerForm
      start={start}
      verb={pageWording().saveAnswer}
      isBusy={isBusy}
      trouble={trouble}
      submit={(fields) => void save(fields)}
      cancel={close}
    />
  );
}

function Saved({ answer: { id, status }, close }: { answer: AnswerView; close: () => void }) {
  const words = pageWording();
  return (
    <>
      <p role="status">{status === "approved" ? words.savedApproved : words.savedDraft}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={close} ref={focusOnMount}>
          {words.backToConversation}
        </button>
        <a class="button" href={locationUrl(pageLocation("answers", id))} onClick={close}>
          {words.seeAnswer}
        </a>
      </div>
    </>
  );
}
