import "./styles.ts";
import { useId, useRef } from "preact/hooks";
import { autoGrow } from "../../parts/text_field.ts";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { PLACEHOLDERS, written } from "../placeholders.ts";

interface Props {
  text: string;
  /** How many characters there are too many. */
  over: number;
  set: (text: string) => void;
}

/** The words of a canned reply, and the placeholders that can be put among them. */
export function TemplateField({ text, over, set }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const words = pageWording();
  const insert = (placeholder: string) => {
    const element = field.current;
    if (element === null) return;
    element.setRangeText(placeholder, element.selectionStart, element.selectionEnd, "end");
    set(element.value);
    element.focus();
  };
  return (
    <div class="field">
      <label for={id}>{words.canned.text}</label>
      <textarea
        id={id}
        rows={5}
        dir="auto"
        value={text}
        ref={field}
        aria-invalid={over > 0}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          set(event.currentTarget.value);
          autoGrow(event.currentTarget);
        }}
      />
      {over > 0 && <small class="left">{words.charactersOver(over)}</small>}
      <div class="placeholders" role="group" aria-label={words.canned.insertPlaceholder}>
        {PLACEHOLDERS.map((name) => (
          <button key={name} type="button" class="gap-button" onClick={() => insert(written(name))}>
            {wording().placeholders[name]}
          </button>
        ))}
      </div>
      <small class="quiet" id={`${id}-hint`}>
        {words.canned.placeholderHint}
      </small>
    </div>
  );
}
