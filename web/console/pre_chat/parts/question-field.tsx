import { useState } from "preact/hooks";
import type { FieldKind, PreChatField } from "../../../client/index.ts";
import { languageName } from "../../answers/languages.ts";
import { WholeNumberField } from "../../store/parts/whole-number-field.tsx";
import type { PreChatWords } from "../../words/pre_chat.ts";
import { choicesIn, inLanguage, KINDS, LIMITS, ofKind, translate } from "../form.ts";
import { TextField, TranslatedField, Translations } from "./translated-field.tsx";

interface Props {
  field: PreChatField;
  /** Which question it is, from 1 on, and of how many. */
  number: number;
  count: number;
  set: (field: PreChatField) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
  words: PreChatWords;
}

/** One question of the form. */
export function QuestionField({ field, number, count, set, move, remove, words }: Props) {
  const of = words.field(number);
  return (
    <section class="asked-field" aria-label={of}>
      <div class="button-row">
        <b>{of}</b>
        <button
          type="button"
          class="button"
          aria-label={words.up(number)}
          aria-disabled={number === 1}
          onClick={() => move(-1)}
        >
          ↑
        </button>
        <button
          type="button"
          class="button"
          aria-label={words.down(number)}
          aria-disabled={number === count}
          onClick={() => move(1)}
        >
          ↓
        </button>
        <button type="button" class="button" aria-label={words.remove(number)} onClick={remove}>
          ×
        </button>
      </div>
      <label class="field">
        <span>{words.kind}</span>
        <select
          aria-label={`${of}: ${words.kind}`}
          value={field.kind}
          onChange={({ currentTarget: { value } }) => set(ofKind(field, value as FieldKind, words))}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <TranslatedField
        label={words.label}
        of={of}
        value={field.label}
        set={(label) => set({ ...field, label })}
        words={words}
      />
      <label class="choice">
        <input
          type="checkbox"
          aria-label={`${of}: ${words.required}`}
          checked={field.required}
          onChange={() => set({ ...field, required: !field.required })}
        />
        <span>{words.required}</span>
      </label>
      {field.kind === "choice" ? (
        <Choices field={field} of={of} set={set} words={words} />
      ) : (
        <div class="lengths">
          <WholeNumberField
            label={words.shortest}
            most={LIMITS.answer}
            value={field.min_length}
            set={(min_length) => set({ ...field, min_length })}
          />
          <WholeNumberField
            label={words.longest}
            most={LIMITS.answer}
            value={field.max_length}
            set={(max_length) => set({ ...field, max_length })}
          />
        </div>
      )}
    </section>
  );
}

/** What can be chosen, a line each; in other languages line by line the same. */
function Choices({
  field,
  of,
  set,
  words,
}: {
  field: PreChatField;
  of: string;
  set: (field: PreChatField) => void;
  words: PreChatWords;
}) {
  const { choices } = field;
  const own = choices.map(({ text }) => text).join("\n");
  const [typed, setTyped] = useState(own);
  // What is being typed is kept as it is: blank lines are for thinking.
  const isTyped =
    choicesIn(typed, [])
      .map(({ text }) => text)
      .join("\n") === own;
  return (
    <>
      <TextField
        label={words.choices}
        name={`${of}: ${words.choices}`}
        isLong
        text={isTyped ? typed : own}
        set={(text) => {
          setTyped(text);
          set({ ...field, choices: choicesIn(text, choices) });
        }}
      />
      <Translations of={`${of}: ${words.choices}`} words={words}>
        {(tag) => (
          <TextField
            label={languageName(tag)}
            name={`${of}: ${words.choices}, ${languageName(tag)}`}
            isLong
            text={choices.map((choice) => inLanguage(choice, tag)).join("\n")}
            set={(text) => {
              const lines = text.split("\n");
              set({ ...field, choices: choices.map((choice, at) => translate(choice, tag, lines[at] ?? "")) });
            }}
          />
        )}
      </Translations>
    </>
  );
}
