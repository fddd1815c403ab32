import { useAppContext } from "../app_context.ts";
import { COMMANDS } from "../commands.ts";
import { LONGEST_UNDO, THEMES, isUndoPeriod } from "../preferences.ts";
import { Key } from "./command-button.tsx";
import { closeDialog, onEscape, onBackdropClick } from "./dialogs.ts";
import { Icon } from "./icons.tsx";

/** How the console looks, its keys, and the way out. */
export function Settings() {
  const { router, caseStore, run } = useAppContext();
  const close = () => closeDialog(router.elements.settings);
  const me = caseStore.me.value;
  return (
    <dialog
      class="settings"
      aria-labelledby="settings-title"
      ref={(element) => void (router.elements.settings = element)}
      onClose={() => (router.isSigningOut.value = false)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="settings-title">Settings and shortcuts</h2>
        <button type="button" class="button plain square" aria-label="Close settings" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="choices">
        <p>{me === null ? "Signing in" : `${me.name ?? "Signed in"}, ${me.role}`}</p>
        <button type="button" class="button" onClick={() => run("signOut")}>
          <Icon name="out" small />
          Sign out
        </button>
      </div>
      {router.isSigningOut.value && <SignOutQuestion close={close} />}
      <ThemeChoice />
      <UndoChoice />
      <KeyTable />
    </dialog>
  );
}

function SignOutQuestion({ close }: { close: () => void }) {
  const { drafts, run } = useAppContext();
  const count = drafts.count();
  return (
    <section class="asking" role="alert" aria-label="Unsent drafts">
      <p>{`You have ${count === 1 ? "an unsent draft" : `${count} unsent drafts`}. Signing out deletes what you wrote.`}</p>
      <div class="button-row">
        <button type="button" class="button" onClick={() => run("signOut")}>
          Delete and sign out
        </button>
        <button type="button" class="button primary" onClick={close}>
          Stay signed in
        </button>
      </div>
    </section>
  );
}

function ThemeChoice() {
  const { preferences } = useAppContext();
  const titles = { system: "System", light: "Light", dark: "Dark" };
  return (
    <>
      <h3 id="theme-title">Theme</h3>
      <div class="choices" role="radiogroup" aria-labelledby="theme-title">
        {THEMES.map((theme) => (
          <label key={theme}>
            <input
              type="radio"
              name="theme"
              checked={preferences.choices.value.theme === theme}
              onChange={() => preferences.choose({ theme })}
            />
            {titles[theme]}
          </label>
        ))}
      </div>
    </>
  );
}

function UndoChoice() {
  const { preferences } = useAppContext();
  const choose = (seconds: number) => isUndoPeriod(seconds) && preferences.choose({ undoSeconds: seconds });
  return (
    <>
      <h3 id="undo-title">Sending</h3>
      <label class="choices">
        Seconds to undo a reply
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
        0 to 30. With 0, replies are sent at once. A reply is also sent if you close the tab.
      </p>
    </>
  );
}

function KeyTable() {
  const { preferences } = useAppContext();
  const { singleKeys } = preferences.choices.value;
  return (
    <>
      <h3>Keys</h3>
      <label>
        <input type="checkbox" checked={singleKeys} onChange={() => preferences.choose({ singleKeys: !singleKeys })} />
        Single-key shortcuts
      </label>
      <ul class="keys-table keys">
        {COMMANDS.map(
          ({ id, title, key }) =>
            key !== null && (
              <li key={id}>
                {title}
                <kbd class="unseen">{key}</kbd>
                <Key of={key} />
              </li>
            ),
        )}
      </ul>
    </>
  );
}
