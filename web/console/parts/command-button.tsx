import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { type CommandId, commandOf } from "../commands.ts";
import { ariaKey, keyLabel } from "../shortcuts.ts";
import { wording } from "../words/index.ts";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** A key as it is drawn on a button. Screen readers get it from `aria-keyshortcuts`. */
export function Key({ of }: { of: string }) {
  return <kbd aria-hidden="true">{keyLabel(of, isApple)}</kbd>;
}

interface Looks {
  id: CommandId;
  look?: "primary" | "plain";
  /** Other words than the command's title. */
  children?: ComponentChildren;
  /** Stays where it is when it doesn't fit, and says so. */
  stays?: boolean;
  class?: string;
}

/** A button that does a command of the table; gone, or off, where that doesn't fit. */
export function CommandButton({ id, look, children, stays = false, class: extra = "" }: Looks) {
  const { run, commandState, preferences } = useAppContext();
  const ref = useFocusHandover();
  const command = commandOf(id);
  const isAvailable = command.isAvailable(commandState.value);
  if (!isAvailable && !stays) return null;
  const hasKey = command.key !== null && preferences.choices.value.singleKeys;
  return (
    <button
      type="button"
      ref={ref}
      class={`button ${look ?? ""} ${extra}`}
      aria-disabled={isAvailable ? undefined : "true"}
      aria-keyshortcuts={hasKey ? ariaKey(command.key!) : undefined}
      onClick={() => isAvailable && run(id)}
    >
      {children ?? wording().commands[id]}
      {hasKey && <Key of={command.key!} />}
    </button>
  );
}

/** A button that its own command takes away hands the focus to the conversation, not to the page's body. The same function at each render. */
function useFocusHandover(): (element: HTMLButtonElement | null) => void {
  const { router } = useAppContext();
  return useMemo(() => {
    let held: HTMLButtonElement | null = null;
    return (element) => {
      const isLeaving = element === null && held !== null && document.activeElement === held;
      held = element;
      if (isLeaving) router.elements.log?.focus();
    };
  }, []);
}
