import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { CommandButton } from "../../parts/command-button.tsx";
import { refusalText } from "../../pending_commands.ts";
import { wording } from "../../words/index.ts";
import { sortingWording } from "../../words/sorting.ts";
import type { Batch } from "../bulk.ts";

/** For so long a result without a failure stays, in milliseconds. */
const READ = 8_000;

/** What can be done with the selected cases, and what came of it. */
export function BulkBar() {
  const { selection, bulk } = useAppContext();
  const words = sortingWording();
  const count = selection.chosen.value.length;
  return (
    <div class="bulk">
      <div role="status">
        {count > 0 && <p class="bulk-count">{words.selected(count)}</p>}
        {count === 0 && bulk.batches.value.map((batch) => <Result key={batch.key} batch={batch} />)}
      </div>
      {count > 0 && (
        <div class="bulk-actions">
          <CommandButton id="assignSelected">{words.assign}</CommandButton>
          <CommandButton id="tagSelected">{words.tag}</CommandButton>
          <CommandButton id="closeSelected">{words.close}</CommandButton>
          <CommandButton id="deselect" look="plain">
            {words.cancel}
          </CommandButton>
        </div>
      )}
    </div>
  );
}

/** How many were done, and of each that was not, why; nothing while it can be undone. */
function Result({ batch }: { batch: Batch }) {
  const { bulk, router } = useAppContext();
  const words = sortingWording();
  const { isHeld, done, waiting, failed } = bulk.progress(batch);
  const isOver = waiting === 0 && failed.length === 0;
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => bulk.dismiss(batch), READ);
    return () => clearTimeout(timer);
  }, [isOver, batch]);
  if (isHeld) return null;
  return (
    <div class="bulk-result">
      <p>
        {waiting > 0
          ? words.underWay(done, batch.commands.size)
          : words.finished[batch.kind](done, batch.commands.size)}
        {batch.skipped > 0 && ` ${words.skipped(batch.skipped)}`}
      </p>
      {failed.length > 0 && (
        <ul>
          {failed.map(({ pending, summary }) => (
            <li key={pending.id}>
              <a class="link" href={locationUrl(listLocation(router.location.value.list, summary.case))}>
                {summary.subject ?? wording().withdrawn}
              </a>
              {` ${refusalText(pending.code)}`}
            </li>
          ))}
        </ul>
      )}
      {waiting === 0 && (
        <button type="button" class="link" onClick={() => bulk.dismiss(batch)}>
          {words.dismiss}
        </button>
      )}
    </div>
  );
}
