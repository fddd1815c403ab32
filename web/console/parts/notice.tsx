import { useAppContext } from "../app_context.ts";
import { locationUrl, listLocation } from "../location.ts";
import { failedElsewhere } from "../pending_commands.ts";
import { sortingParts } from "../sorting/lazy_parts.ts";
import { NotLoaded } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

/** Five minutes, in milliseconds: long enough to finish a sentence before the sign-in ends. */
const SOON = 5 * 60_000;

interface Props {
  /** When the sign-in ends, where it can't renew itself. */
  ends: number | null;
  renew: () => void;
}

/** What the person should know wherever they are: no connection, an ending sign-in, something that failed in another case. */
export function Notice({ ends, renew }: Props) {
  const { caseStore, router, bulk } = useAppContext();
  const words = wording();
  // What was done to several cases at once tells of its own failures.
  const single = caseStore.pending.value.filter(({ id }) => bulk.batchOf(id) === null);
  const failed = failedElsewhere(single, caseStore.active.value?.id ?? null);
  const isEnding = ends !== null && ends - caseStore.now.value < SOON;
  if (caseStore.connectionState.value === "offline") return <Words>{words.offline}</Words>;
  if (isEnding) {
    return (
      <Words>
        {`${words.signInEnds} `}
        <button type="button" class="link" onClick={renew}>
          {words.renew}
        </button>
      </Words>
    );
  }
  if (sortingParts.hasFailed.value) {
    return (
      <div class="notice">
        <NotLoaded of={sortingParts} />
      </div>
    );
  }
  if (failed === null) return null;
  return (
    <Words>
      {words.failedElsewhere}
      <a class="link" href={locationUrl(listLocation(router.location.value.list, failed.case))}>
        {words.view}
      </a>
    </Words>
  );
}

function Words({ children }: { children: preact.ComponentChildren }) {
  return (
    <div class="notice" role="status">
      <p>{children}</p>
    </div>
  );
}
