import { useState } from "preact/hooks";
import { pageWording } from "../../words/pages.ts";
import { fromField, momentOf, toField } from "../times.ts";

interface OwnTimeProps {
  now: number;
  /** The last moment that may be chosen, where there is one. */
  until?: number;
  /** What is done with it. */
  title: string;
  choose: (at: number) => void;
}

/** A moment of one's own, that must lie ahead. */
export function OwnTime({ now, until = Infinity, title, choose }: OwnTimeProps) {
  const [own, setOwn] = useState(toField(momentOf("tomorrow", now)));
  const chosen = fromField(own);
  const isAhead = chosen !== null && chosen > now && chosen <= until;
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
          max={until === Infinity ? undefined : toField(until)}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" aria-disabled={!isAhead}>
        {title}
      </button>
    </form>
  );
}
