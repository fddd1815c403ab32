import { useEffect, useState } from "preact/hooks";
import type { Group } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";
import { createTeamApi } from "../team_api.ts";

/** Passes the open case to a group. The groups are fetched as the dialog opens. */
export function PassDialog() {
  const { router, caseStore, rest } = useAppContext();
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const isOpen = router.isPassing.value;
  const active = caseStore.active.value;
  const store = active?.state.view?.store ?? null;
  const words = wording();
  const close = () => closeDialog(router.elements.pass);
  useEffect(() => {
    if (!isOpen || store === null) return;
    setFailed(false);
    createTeamApi(rest)
      .list(store)
      .then(
        (list) => setGroups(list.groups.filter((group) => !group.closed)),
        () => setFailed(true),
      );
  }, [isOpen, store]);
  const pass = (group: number) => {
    close();
    if (active !== null) caseStore.submit({ action: "escalate", case: active.id, group });
  };
  return (
    <dialog
      class="pass"
      aria-labelledby="pass-title"
      ref={(element) => void (router.elements.pass = element)}
      onClose={() => (router.isPassing.value = false)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <header>
        <h2 id="pass-title">{words.passTo}</h2>
        <button type="button" class="button plain square" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <p class="quiet">{words.passHint}</p>
      {hasFailed && <p role="alert">{words.notLoaded}</p>}
      {groups?.length === 0 && <p role="status">{words.noGroups}</p>}
      <ul>
        {groups?.map((group) => (
          <li key={group.id}>
            <button type="button" class="button" dir="auto" onClick={() => pass(group.id)}>
              {group.name}
            </button>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
