import { useAppContext } from "../app_context.ts";
import { lazy } from "../lazy.ts";
import { closeDialog, onEscape, onBackdropClick } from "./dialogs.ts";
import { Icon } from "./icons.tsx";
import { LazyPart } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

const choices = lazy(async () => (await import("./settings-choices.tsx")).SettingsChoices);

/** How the console looks, its keys, and the way out. What can be chosen comes behind the first screen. */
export function Settings() {
  const { router, caseStore, run } = useAppContext();
  const close = () => closeDialog(router.elements.settings);
  const me = caseStore.me.value;
  const words = wording();
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
        <h2 id="settings-title">{words.settingsTitle}</h2>
        <button type="button" class="button plain square" aria-label={words.closeSettings} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="choices">
        <p>{me === null ? words.signingIn : `${me.name ?? words.signedIn}, ${words.roles[me.role] ?? me.role}`}</p>
        {/* While it is asked what becomes of drafts, only the question's own button answers it: its part may still be on its way. */}
        <button type="button" class="button" disabled={router.isSigningOut.value} onClick={() => run("signOut")}>
          <Icon name="out" small />
          {words.signOut}
        </button>
      </div>
      <LazyPart of={choices}>{(Choices) => <Choices close={close} />}</LazyPart>
    </dialog>
  );
}
