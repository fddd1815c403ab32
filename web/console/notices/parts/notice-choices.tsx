import { useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { playChime } from "../../chime.ts";
import { CHOICES, momentOf } from "../../snooze/times.ts";
import { formatMoment } from "../../time_format.ts";
import { noticeWords } from "../../words/notices.ts";
import { NOTICE_KINDS, type NoticeChoices as Chosen, isQuiet } from "../choices.ts";
import { desktop } from "../desktop.ts";

/** How the person is told of what they do not see: by kind, with or without words, and for how long not at all. */
export function NoticeChoices() {
  const words = noticeWords();
  const { chosen, choose } = useNotices();
  const [permission, setPermission] = useState(desktop.permission());
  return (
    <>
      <h3>{words.heading}</h3>
      <p class="quiet">{words.background}</p>
      {NOTICE_KINDS.map((kind) => (
        <fieldset key={kind} class="choices">
          <legend>{words.kinds[kind]}</legend>
          {(["sound", "desktop"] as const).map((way) => (
            <label key={way}>
              <input
                type="checkbox"
                checked={chosen[way][kind]}
                disabled={way === "desktop" && permission !== "granted"}
                onChange={(event) => choose({ [way]: { ...chosen[way], [kind]: event.currentTarget.checked } })}
              />
              {words[way]}
            </label>
          ))}
        </fieldset>
      ))}
      <div class="choices">
        <button type="button" class="button" onClick={playChime}>
          {words.playSound}
        </button>
        {permission === "granted" && <TryDesktop preview={chosen.preview} />}
        {permission === "default" && (
          <button type="button" class="button" onClick={() => void desktop.ask().then(setPermission)}>
            {words.allow}
          </button>
        )}
      </div>
      {permission !== "granted" && <p class="quiet">{words.permissions[permission]}</p>}
      <Option of="preview" />
      <Option of="badge" />
      <Quiet />
    </>
  );
}

function useNotices() {
  const { preferences } = useAppContext();
  const chosen = preferences.choices.value.notices;
  const choose = (change: Partial<Chosen>) => preferences.choose({ notices: { ...chosen, ...change } });
  return { chosen, choose };
}

function TryDesktop({ preview }: { preview: boolean }) {
  const words = noticeWords();
  const body = preview ? words.testBody : "";
  return (
    <button
      type="button"
      class="button"
      onClick={() => desktop.show({ title: words.titles.new, body, tag: "test", open: () => {} })}
    >
      {words.tryDesktop}
    </button>
  );
}

function Option({ of }: { of: "preview" | "badge" }) {
  const { chosen, choose } = useNotices();
  return (
    <div>
      <label>
        <input type="checkbox" checked={chosen[of]} onChange={() => choose({ [of]: !chosen[of] })} />
        {noticeWords()[of]}
      </label>
    </div>
  );
}

/** For how long the person is left in peace. */
function Quiet() {
  const { caseStore } = useAppContext();
  const { chosen, choose } = useNotices();
  const words = noticeWords();
  const now = caseStore.now.value;
  return (
    <fieldset class="choices">
      <legend>{words.quiet}</legend>
      {isQuiet(chosen, now) ? (
        <>
          <span role="status">{words.quietUntil(formatMoment(chosen.quietUntil ?? now, now))}</span>
          <button type="button" class="button" onClick={() => choose({ quietUntil: null })}>
            {words.quietEnd}
          </button>
        </>
      ) : (
        <>
          {CHOICES.map((choice) => (
            <button
              type="button"
              class="button"
              key={choice}
              onClick={() => choose({ quietUntil: momentOf(choice, now) })}
            >
              {words.quietFor[choice]}
              <span class="quiet">{formatMoment(momentOf(choice, now), now)}</span>
            </button>
          ))}
          <span class="quiet">{words.quietHint}</span>
        </>
      )}
    </fieldset>
  );
}
