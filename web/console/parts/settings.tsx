import { useBench } from "../bench.ts";
import { COMMANDS } from "../commands.ts";
import { THEMES } from "../prefs.ts";
import { Key } from "./command-button.tsx";
import { closeDialog, onEscape, onVeil } from "./dialogs.ts";
import { Icon } from "./icons.tsx";

/** How the console looks, its keys, and the way out. */
export function Settings() {
  const { stage, desk, run } = useBench();
  const close = () => closeDialog(stage.elements.settings);
  const me = desk.me.value;
  return (
    <dialog
      class="settings"
      aria-labelledby="settings-title"
      ref={(element) => void (stage.elements.settings = element)}
      onClick={onVeil(close)}
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
        <button type="button" class="button" onClick={() => (close(), run("signOut"))}>
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
  const { prefs } = useBench();
  const titles = { system: "Like this computer", light: "Light", dark: "Dark" };
  return (
    <>
      <h3 id="theme-title">Colours</h3>
      <div class="choices" role="radiogroup" aria-labelledby="theme-title">
        {THEMES.map((theme) => (
          <label key={theme}>
            <input type="radio" name="theme" checked={prefs.choices.value.theme === theme} onChange={() => prefs.choose({ theme })} />
            {titles[theme]}
          </label>
        ))}
      </div>
    </>
  );
}

function KeyTable() {
  const { prefs } = useBench();
  const { singleKeys } = prefs.choices.value;
  return (
    <>
      <h3>Keys</h3>
      <label>
        <input type="checkbox" checked={singleKeys} onChange={() => prefs.choose({ singleKeys: !singleKeys })} />
        Single keys do things
      </label>
      <ul class="keys-table keys">
        {COMMANDS.map(({ id, title, key }) => key !== null && (
          <li key={id}>
            {title}
            <kbd class="unseen">{key}</kbd>
            <Key of={key} />
          </li>
        ))}
      </ul>
    </>
  );
}
