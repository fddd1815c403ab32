import { locationUrl, pageLocation } from "../../location.ts";
import type { Progress } from "../import_batches.ts";
import { pageWording } from "../../words/pages.ts";

/** How an import goes, and what it came to. */
export function ImportProgress({ progress, goOn, again }: { progress: Progress; goOn: () => void; again: () => void }) {
  const { total, done, added, known, state, trouble } = progress;
  const words = pageWording();
  return (
    <section class="import-progress" aria-label={words.import}>
      <label class="field">
        <span>{state === "finished" ? words.finished : words.progress(done, total)}</span>
        <progress max={total} value={done} />
      </label>
      <p>{words.addedAndKnown(added, known)}</p>
      {state === "stopped" && (
        <>
          <p class="trouble" role="alert">
            {words.stoppedAfter(done, total, trouble ?? "")}
          </p>
          <div class="button-row">
            <button type="button" class="button primary" onClick={goOn}>
              {words.goOn}
            </button>
          </div>
        </>
      )}
      {state === "finished" && (
        <>
          <p class="quiet">{words.importedNote}</p>
          <div class="button-row">
            <a class="button" href={locationUrl(pageLocation("answers"))}>
              {words.seeAnswers}
            </a>
            <button type="button" class="button" onClick={again}>
              {words.importAnother}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
