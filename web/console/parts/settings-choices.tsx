import { useAppContext } from "../app_context.ts";
import { COMMANDS } from "../commands.ts";
import { NoticeChoices } from "../notices/parts/notice-choices.tsx";
import { LONGEST_UNDO, THEMES, isUndoPeriod } from "../preferences.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/settings.css?inline";
import { LANGUAGE_NAMES, isConsoleLanguage, wording } from "../words/index.ts";
import { Key } from "./command-button.tsx";
import { SignOutQuestion } from "./sign-out-question.tsx";

adoptStyles(css);

/** What a person chooses for their own console, and its keys. */
export function SettingsChoices({ close }: { close: () => void }) {
  const { router } = useAppContext();
  return (
    <>
      {router.isSigningOut.value && <SignOutQuestion close={close} />}
      <AvailabilityChoice />
      <ThemeChoice />
      <LanguageChoice />
      <NoticeChoices />
      <UndoChoice />
      <KeyTable />
    </>
  );
}

/** Whether the person takes new conversations. Asked for as the dialog opens: it may have been changed elsewhere. */
function AvailabilityChoice() {
  const { availability } = useAppContext();
  const words = wording();
  const takesCases = availability.takesCases.value;
  return (
    <label class="choices">
      <input
        type="checkbox"
        checked={takesCases !== false}
        onChange={(event) => void availability.set(event.currentTarget.checked)}
      />
      <span>
        {words.takesCases}
        <span class="quiet block">{words.takesCasesHint}</span>
      </span>
    </label>
  );
}

function ThemeChoice() {
  const { preferences } = useAppContext();
  const words = wording();
  return (
    <>
      <h3 id="theme-title">{words.theme}</h3>
      <div class="choices" role="radiogroup" aria-labelledby="theme-title">
        {THEMES.map((theme) => (
          <label key={theme}>
            <input
              type="radio"
              name="theme"
              checked={preferences.choices.value.theme === theme}
              onChange={() => preferences.choose({ theme })}
            />
            {words.themes[theme]}
          </label>
        ))}
      </div>
    </>
  );
}

function LanguageChoice() {
  const { preferences } = useAppContext();
  const words = wording();
  return (
    <>
      <h3 id="language-title">{words.language}</h3>
      <select
        aria-labelledby="language-title"
        value={preferences.choices.value.language ?? ""}
        onChange={(event) =>
          preferences.choose({
            language: isConsoleLanguage(event.currentTarget.value) ? event.currentTarget.value : null,
          })
        }
      >
        <option value="">{words.browserLanguage}</option>
        {Object.entries(LANGUAGE_NAMES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}

function UndoChoice() {
  const { preferences } = useAppContext();
  const words = wording();
  const choose = (seconds: number) => isUndoPeriod(seconds) && preferences.choose({ undoSeconds: seconds });
  return (
    <>
      <h3 id="undo-title">{words.sendingSettings}</h3>
      <label class="choices">
        {words.undoSeconds}
        <input
          type="number"
          inputMode="numeric"
          min="0"
          max={LONGEST_UNDO}
          step="1"
          value={preferences.choices.value.undoSeconds}
          aria-describedby="undo-note"
          onInput={(event) => choose(event.currentTarget.valueAsNumber)}
        />
      </label>
      <p id="undo-note" class="quiet">
        {words.undoNote}
      </p>
    </>
  );
}

function KeyTable() {
  const { preferences } = useAppContext();
  const words = wording();
  const { singleKeys } = preferences.choices.value;
  return (
    <>
      <h3>{words.shortcuts}</h3>
      <label>
        <input type="checkbox" checked={singleKeys} onChange={() => preferences.choose({ singleKeys: !singleKeys })} />
        {words.singleKeys}
      </label>
      <ul class="keys-table keys">
        {COMMANDS.map(
          ({ id, key }) =>
            key !== null && (
              <li key={id}>
                {words.commands[id]}
                <kbd class="unseen">{key}</kbd>
                <Key of={key} />
              </li>
            ),
        )}
      </ul>
    </>
  );
}
