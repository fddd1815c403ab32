import { useAppContext } from "../app_context.ts";
import { COMMANDS } from "../commands.ts";
import { THEMES } from "../preferences.ts";
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
        <button
          type="button"
          class="button"
          onClick={() => {
            close();
            run("signOut");
          }}
        >
          <Icon name="out" small />
          Sign out
        </button>
      </div>
      <ThemeChoice />
      <KeyTable />
    </dialog>
  );
}

function ThemeChoice() {
  const { preferences } = useAppContext();
  const titles = { system: "Like this computer", light: "Light", dark: "Dark" };
  return (
    <>
      <h3 id="theme-title">Colours</h3>
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

function KeyTable() {
  const { preferences } = useAppContext();
  const { singleKeys } = preferences.choices.value;
  return (
    <>
      <h3>Keys</h3>
      <label>
        <input type="checkbox" checked={singleKeys} onChange={() => preferences.choose({ singleKeys: !singleKeys })} />
        Single keys do things
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
