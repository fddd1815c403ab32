import type { ComponentChild } from "preact";
import { useId } from "preact/hooks";
import type { Translated } from "../../../client/index.ts";
import { LANGUAGES, languageName } from "../../answers/languages.ts";
import type { PreChatWords } from "../../words/pre_chat.ts";
import { inLanguage, translate } from "../form.ts";

interface Props {
  label: string;
  /** What the whole is called to whoever hears it: several stand on the page. */
  of: string;
  value: Translated;
  set: (value: Translated) => void;
  isLong?: boolean;
  words: PreChatWords;
}

/** Words in the store's own language, with the widget's other languages behind a line. */
export function TranslatedField({ label, of, value, set, isLong = false, words }: Props) {
  return (
    <>
      <TextField
        label={label}
        name={`${of}: ${label}`}
        isLong={isLong}
        text={value.text}
        set={(text) => set({ ...value, text })}
      />
      <Translations of={`${of}: ${label}`} words={words}>
        {(tag) => (
          <TextField
            label={languageName(tag)}
            name={`${of}: ${label}, ${languageName(tag)}`}
            isLong={isLong}
            text={inLanguage(value, tag)}
            set={(text) => set(translate(value, tag, text))}
          />
        )}
      </Translations>
    </>
  );
}

/** One field for each of the widget's languages, shown when they are wanted. */
export function Translations({
  of,
  words,
  children,
}: {
  of: string;
  words: PreChatWords;
  children: (tag: string) => ComponentChild;
}) {
  return (
    <details class="translations">
      <summary>
        {words.translations} <span class="unseen">{of}</span>
      </summary>
      <p class="quiet">{words.translationsHint}</p>
      {LANGUAGES.map((tag) => (
        <div key={tag}>{children(tag)}</div>
      ))}
    </details>
  );
}

/** A line, or some. `name` says to whoever hears it of what it is one. */
export function TextField({
  label,
  name,
  isLong,
  text,
  set,
}: {
  label: string;
  name: string;
  isLong: boolean;
  text: string;
  set: (text: string) => void;
}) {
  const id = useId();
  const shared = {
    id,
    dir: "auto" as const,
    "aria-label": name,
    value: text,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => set(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isLong ? <textarea rows={3} {...shared} /> : <input type="text" {...shared} />}
    </div>
  );
}
