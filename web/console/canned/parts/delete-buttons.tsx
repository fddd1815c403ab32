import { useState } from "preact/hooks";
import { focusOnMount } from "../../parts/text_field.ts";
import { pageWording } from "../../words/pages.ts";

/** Deletes after one more question: there is no way back. */
export function DeleteButtons({ title, remove }: { title: string; remove: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const words = pageWording().canned;
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
