import { isComposing } from "../../client/composition.ts";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { AppContext } from "../app_context.ts";
import { useAppContext } from "../app_context.ts";
import { type CommandId, offered } from "../commands.ts";
import { searchParts } from "../search/lazy_parts.ts";
import { Key } from "./command-button.tsx";
import { closeDialog, onEscape, onBackdropClick } from "./dialogs.ts";
import { wording } from "../words/index.ts";

/** One line of the command bar. */
export interface Choice {
  key: string;
  title: ComponentChildren;
  note: string | null;
  shortcut: string | null;
  pick: () => void;
}

/** What was typed into the bar and what it offers for that. */
function useChoices(close: () => void) {
  const context = useAppContext();
  const query = useSignal("");
  const at = useSignal(0);
  const Search = searchParts.part.value;
  const search = useMemo(() => Search?.createBarSearch(context), [Search]);
  // What was typed while the parts were on their way is looked for as they come.
  useEffect(() => search?.look(query.peek()), [search]);
  const choicesFor = (typed: string) => [...commandsFor(typed, context), ...(search?.choices(typed) ?? [])];
  const choices = choicesFor(query.value);
  const pick = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    close();
    choice.pick();
  };
  const keys = (event: KeyboardEvent) => {
    // As they are now, not as they were drawn last: a key may come sooner than that.
    const now = choicesFor(query.peek());
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const isToggle = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (step !== 0) at.value = (at.peek() + step + now.length) % Math.max(now.length, 1);
    else if (event.key === "Enter") pick(now[at.peek()]);
    else if (isToggle) close();
    else return;
    event.preventDefault();
  };
  const ask = (typed: string) => {
    query.value = typed;
    at.value = 0;
    if (search === undefined) searchParts.load();
    search?.look(typed);
  };
  return {
    query,
    choices,
    status: Search !== null && search !== undefined && <Search.BarStatus search={search} />,
    chosen: Math.min(at.value, choices.length - 1),
    point: (index: number) => (at.value = index),
    pick,
    keys,
    ask,
  };
}

/** All commands by name, and the cases that are loaded. The dialog opens within the key press, so that what is typed next goes into it. */
export function CommandBar() {
  const { router } = useAppContext();
  const words = wording();
  const close = () => closeDialog(router.elements.commands);
  const { query, choices, status, chosen, point, pick, keys, ask } = useChoices(close);
  return (
    <dialog
      class="bar"
      aria-label={words.commandsTitle}
      ref={(element) => void (router.elements.commands = element)}
      onClose={() => ask("")}
      onClick={onBackdropClick(close)}
      onKeyDown={onEscape(close)}
    >
      <input
        role="combobox"
        aria-label={words.typeCommand}
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant={choices.length > 0 ? `choice-${chosen}` : undefined}
        placeholder={`${words.typeCommand}…`}
        autocomplete="off"
        spellcheck={false}
        value={query.value}
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div role="listbox" id="choices" aria-label={words.commandsAndConversations} tabIndex={-1}>
        {choices.map((choice, index) => (
          <div
            key={choice.key}
            id={`choice-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => pick(choice)}
            onPointerMove={() => point(index)}
          >
            <span class="cut">{choice.title}</span>
            {choice.note !== null && <span class="quiet cut">{choice.note}</span>}
            {choice.shortcut !== null && <Key of={choice.shortcut} />}
          </div>
        ))}
      </div>
      {status}
      {choices.length === 0 && (
        <p class="empty" role="status">
          {words.noCommand}
        </p>
      )}
    </dialog>
  );
}

function commandsFor(query: string, { commandState, run }: AppContext): Choice[] {
  return offered(query, commandState.value, wording().commands).map(({ id, key }) => ({
    key: id,
    title: wording().commands[id],
    note: null,
    shortcut: key,
    pick: () => run(id satisfies CommandId),
  }));
}
