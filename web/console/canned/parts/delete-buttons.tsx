import { useState } from "preact/hooks";
import { focusOnMount } from "../../parts/text_field.ts";

interface Props {
  title: string;
  words: { delete: string; deleteQuestion: (title: string) => string; keepIt: string };
  remove: () => void;
}

/** Deletes after one more question: there is no way back. */
export function DeleteButtons({ title, words, remove }: Props) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button type="button" class="button" onClick={() => setAsked(true)}>
        {words.delete}
      </button>
    );
  return (
    <div class="button-row" role="group" aria-label={words.deleteQuestion(title)}>
      <span>{words.deleteQuestion(title)}</span>
      <button type="button" class="button" onClick={remove}>
        {words.delete}
      </button>
      <button type="button" class="button" ref={focusOnMount} onClick={() => setAsked(false)}>
        {words.keepIt}
      </button>
    </div>
  );
}
