import type { Signal } from "@preact/signals";
import { MOST_TAGS } from "../../../client/generated/wire.ts";
import { sortingWording } from "../../words/sorting.ts";
import { parseTags } from "../tags.ts";

/** Why these tags can't be saved; null: they can. */
export function tagMistake(text: string): string | null {
  const { tags, wrong } = parseTags(text);
  const words = sortingWording();
  if (wrong.length > 0) return words.wrongTag(wrong[0]!);
  return tags.length > MOST_TAGS ? words.manyTags(MOST_TAGS) : null;
}

interface Props {
  id: string;
  label: string;
  /** What is written; null: nothing yet, `before` stands. */
  text: Signal<string | null>;
  before: string;
}

/** A field for tags: words with spaces between. */
export function TagField({ id, label, text, before }: Props) {
  const mistake = tagMistake(text.value ?? before);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        autofocus
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        dir="auto"
        value={text.value ?? before}
        aria-describedby={`${id}-hint`}
        aria-invalid={mistake !== null}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={mistake === null ? "quiet" : "wrong"} role={mistake === null ? undefined : "alert"}>
        {mistake ?? sortingWording().tagsHint}
      </p>
    </div>
  );
}
