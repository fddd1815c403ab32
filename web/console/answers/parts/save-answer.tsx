import { useMemo, useState } from "preact/hooks";
import type { AnswerView } from "../../../client/index.ts";
import { useBench } from "../../bench.ts";
import { focusOnce } from "../../parts/writing.ts";
import { addressOf, onPage } from "../../place.ts";
import { createRoutes, reasonOf } from "../routes.ts";
import { AnswerForm, type Fields } from "./answer-form.tsx";

/** A reply of the open case as an answer for the next one who asks: the question is to be mended before it is saved. */
export function SaveAnswer({ close }: { close: () => void }) {
  const { api, desk, id, stage } = useBench();
  const routes = useMemo(() => createRoutes(api), []);
  const [command] = useState(id);
  const [start] = useState(() => stage.start.peek());
  const [saved, setSaved] = useState<AnswerView | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const room = desk.room.peek();
  const store = room?.state.view?.store ?? room?.summary?.store;
  if (start === null || store === undefined) return null;
  const save = async ({ question, text, language }: Fields) => {
    setBusy(true);
    setTrouble(null);
    const more = { ...(language === null ? {} : { language }), ...(start.from === null ? {} : { from: start.from }) };
    await routes.add(store, { id: command, question, text, ...more }).then(setSaved, (error: unknown) => setTrouble(reasonOf(error)));
    setBusy(false);
  };
  if (saved !== null) return <Saved answer={saved} close={close} />;
  return <AnswerForm start={start} verb="Save answer" isBusy={isBusy} trouble={trouble} submit={(fields) => void save(fields)} cancel={close} />;
}

function Saved({ answer: { id, status }, close }: { answer: AnswerView; close: () => void }) {
  return (
    <>
      <p role="status">{status === "approved" ? "Saved." : "Saved. It is offered to agents as a draft until a lead approves it."}</p>
      <div class="verbs">
        <button type="button" class="button primary" onClick={close} ref={focusOnce}>Back to the case</button>
        <a class="button" href={addressOf(onPage("answers", id))} onClick={close}>See the answer</a>
      </div>
    </>
  );
}
