import { useAppContext } from "../../app_context.ts";
import { mentionWords } from "../../words/mentions.ts";
import type { NamePicker } from "../name_picker.ts";
import "../../styles/choices.ts";

/** The colleagues whose name was begun behind an `@`, to choose from. */
export function NameChoices({ picker }: { picker: NamePicker }) {
  const { router } = useAppContext();
  const words = mentionWords();
  const { found, at } = picker;
  if (found === null) return null;
  return (
    <div class="answer-choices" onPointerDown={(event) => event.preventDefault()}>
      <p class={found.length > 0 ? "unseen" : "quiet"} role="status">
        {words.found(found.length)}
      </p>
      {found.length > 0 && (
        <div role="listbox" id="name-choices" aria-label={words.choices}>
          {found.map((colleague, index) => (
            <div
              key={colleague.user}
              role="option"
              id={`name-choice-${index}`}
              aria-selected={index === at}
              tabIndex={-1}
              onClick={() => {
                picker.pick(colleague);
                router.elements.composer?.focus();
              }}
            >
              <bdi>{colleague.name}</bdi>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
