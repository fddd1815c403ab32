import { useState } from "preact/hooks";
import { pageWording } from "../../words/pages.ts";
import { fromField, momentOf, toField } from "../times.ts";

/** A moment of one's own, that must lie ahead. `title` is what is done with it. */
export function OwnTime({ now, title, choose }: { now: number; title: string; choose: (at: number) => void }) {
  const [own, setOwn] = useState(toField(momentOf("tomorrow", now)));
  const chosen = fromField(own);
  const isAhead = chosen !== null && chosen > now;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isAhead) choose(chosen);
      }}
    >
      <label class="field">
        <span>{pageWording().later.chooseTime}</span>
        <input
          type="datetime-local"
          value={own}
          min={toField(now)}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" aria-disabled={!isAhead}>
        {title}
      </button>
    </form>
  );
}
