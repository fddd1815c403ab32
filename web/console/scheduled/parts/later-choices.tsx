import { gapsIn } from "../../canned/placeholders.ts";
import { useEffect, useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { documentOf } from "../../rest.ts";
import { OwnTime } from "../../snooze/parts/own-time.tsx";
import { UsualTimes } from "../../snooze/parts/usual-times.tsx";
import { formatMoment } from "../../time_format.ts";
import type { ChoicesProps } from "../../parts/ask-dialog.tsx";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import "../../styles/ask.ts";

/** When a reply may be sent: when the store opens, where it is closed now, at the usual times, or at a moment of one's own. */
export function LaterChoices({ store, close }: ChoicesProps) {
  const { caseStore, drafts, rest } = useAppContext();
  const send = (at: number | null) => {
    const id = caseStore.active.peek()?.id;
    const text = id === undefined ? "" : drafts.of(id, "reply").peek().trim();
    close();
    if (id === undefined || text === "" || gapsIn(text).length > 0) return;
    caseStore.submit({ action: "schedule_message", case: id, text, ...(at === null ? {} : { at }) });
    drafts.write(id, "reply", "");
    // What a macro does at once, such as closing, would come before the words.
    drafts.write(id, "macro", "");
    caseStore.typing(id, false);
  };
  const now = caseStore.now.value;
  const [opening, setOpening] = useState<number | null>(null);
  useEffect(() => {
    // Without it the other times are offered all the same.
    void documentOf(rest.GET("/stores/{store}", { params: { path: { store } } })).then(
      ({ opens_at }) => setOpening(opens_at),
      () => {},
    );
  }, []);
  const words = pageWording().later;
  return (
    <>
      <p>{words.laterHint}</p>
      <ul>
        <UsualTimes now={now} choose={send} />
        {opening !== null && opening > now && (
          <li>
            <button type="button" class="button" onClick={() => send(null)}>
              {words.whenStoreOpens}
              <span class="quiet">{formatMoment(opening, now)}</span>
            </button>
          </li>
        )}
      </ul>
      <OwnTime now={now} title={wording().questions.later} choose={send} />
    </>
  );
}
