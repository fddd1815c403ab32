import { countCharacters } from "../../../client/characters.ts";
import { isComposing } from "../../../client/composition.ts";
import { useId, useState } from "preact/hooks";
import { focusOnMount, autoGrow } from "../../parts/text_field.ts";
import { LONGEST } from "../faq.ts";
import { languageChoices, languageName } from "../languages.ts";
import { pageWording } from "../../words/pages.ts";

/** What a person writes of an answer. */
export interface Fields {
  question: string;
  text: string;
  language: string | null;
}

interface Props {
  start: Fields;
  /** What the button does, in words. */
  verb: string;
  isBusy: boolean;
  /** What went wrong, if anything did. */
  trouble: string | null;
  submit: (fields: Fields) => void;
  cancel: () => void;
}

/** A question, its answer and their language. */
export function AnswerForm({ start, verb, isBusy, trouble, submit, cancel }: Props) {
  const [fields, setFields] = useState(start);
  const set = (change: Partial<Fields>) => setFields((now) => ({ ...now, ...change }));
  const [question, text] = [fields.question.trim(), fields.text.trim()];
  const isReady = question !== "" && text !== "" && !isTooLong(question) && !isTooLong(text) && !isBusy;
  const words = pageWording();
  const send = (event: Event) => {
    event.preventDefault();
    if (isReady) submit({ question, text, language: fields.language });
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event)) send(event);
  };
  return (
    <form class="answer-form" onSubmit={send} onKeyDown={byKey}>
      <Area label={words.question} value={fields.question} set={(question) => set({ question })} isFirst />
      <Area label={words.answer} value={fields.text} set={(text) => set({ text })} />
      <label class="field">
        <span>{words.language}</span>
        <select
          value={fields.language ?? ""}
          onChange={(event) => set({ language: event.currentTarget.value || null })}
        >
          <option value="">{words.notSet}</option>
          {languageChoices(start.language).map((tag) => (
            <option key={tag} value={tag}>
              {languageName(tag)}
            </option>
          ))}
        </select>
      </label>
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="button-row">
        <button type="submit" class="button primary" aria-disabled={!isReady}>
          {verb}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

function isTooLong(text: string): boolean {
  return countCharacters(text) > LONGEST;
}

function Area({
  label,
  value,
  set,
  isFirst = false,
}: {
  label: string;
  value: string;
  set: (value: string) => void;
  isFirst?: boolean;
}) {
  const id = useId();
  const over = countCharacters(value.trim()) - LONGEST;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={isFirst ? 2 : 7}
        dir="auto"
        value={value}
        aria-invalid={over > 0}
        aria-describedby={over > 0 ? `${id}-over` : undefined}
        ref={isFirst ? focusOnMount : null}
        onInput={(event) => {
          set(event.currentTarget.value);
          autoGrow(event.currentTarget);
        }}
      />
      {over > 0 && (
        <small id={`${id}-over`} class="left">
          {pageWording().charactersOver(over)}
        </small>
      )}
    </div>
  );
}
