import { locationUrl, pageLocation } from "../../location.ts";
import type { Progress } from "../import_batches.ts";

/** How an import goes, and what it came to. */
export function ImportProgress({ progress, goOn, again }: { progress: Progress; goOn: () => void; again: () => void }) {
  const { total, done, added, known, state, trouble } = progress;
  return (
    <section class="import-progress" aria-label="Import">
      <label class="field">
        <span>{state === "finished" ? "Finished" : `${done} of ${total}`}</span>
        <progress max={total} value={done} />
      </label>
      <p>{`${added} added, ${known} there already`}</p>
      {state === "stopped" && (
        <>
          <p
            class="trouble"
            role="alert"
          >{`Stopped after ${done} of ${total}. ${trouble ?? ""} Going on adds nothing twice.`}</p>
          <div class="button-row">
            <button type="button" class="button primary" onClick={goOn}>
              Go on
            </button>
          </div>
        </>
      )}
      {state === "finished" && (
        <>
          <p class="quiet">New ones are approved by you, and drafted from now on.</p>
          <div class="button-row">
            <a class="button" href={locationUrl(pageLocation("answers"))}>
              See the answers
            </a>
            <button type="button" class="button" onClick={again}>
              Import another file
            </button>
          </div>
        </>
      )}
    </section>
  );
}
