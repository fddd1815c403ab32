import { useRef } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { type Command, caseActions, commandOf } from "../commands.ts";
import { wording } from "../words/index.ts";
import { Key } from "./command-button.tsx";
import { closeDialog, onBackdropClick, onEscape } from "./dialogs.ts";

/** Where an arrow key leads: a step, the first, the last. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Everything that can be done to the open case, for a finger: below its button, on a phone a sheet at the thumb. Its last line
 * opens the bar with all other commands.
 */
export function CaseActions() {
  const { router, commandState, preferences, run } = useAppContext();
  const list = useRef<HTMLUListElement>(null);
  const words = wording();
  const close = () => closeDialog(router.elements.actions);
  const isKeyed = preferences.choices.value.singleKeys;
  const pick = ({ id }: Command) => {
    close();
    run(id);
  };
  const keys = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const step = STEPS[event.key];
    if (step === undefined || buttons.length === 0) return;
    event.preventDefault();
    buttons[step(buttons.indexOf(document.activeElement as HTMLButtonElement), buttons.length)]?.focus();
  };
  return (
    <dialog
      class="case-actions"
      aria-label={words.commands.actions}
      ref={(element) => void (router.elements.actions = element)}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <ul ref={list} onKeyDown={keys}>
        {[...caseActions(commandState.value), commandOf("commands")].map((command) => (
          <li key={command.id}>
            <button type="button" onClick={() => pick(command)}>
              <span>{words.commands[command.id]}</span>
              {command.key !== null && isKeyed && <Key of={command.key} />}
            </button>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
