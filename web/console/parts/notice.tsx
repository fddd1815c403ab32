import { useAppContext } from "../app_context.ts";
import { locationUrl, listLocation } from "../location.ts";
import { failedElsewhere } from "../pending_commands.ts";

/** Five minutes, in milliseconds: long enough to finish a sentence before the sign-in ends. */
const SOON = 5 * 60_000;

interface Props {
  /** When the sign-in ends, where it can't renew itself. */
  ends: number | null;
  renew: () => void;
}

/** What the person should know wherever they are: no connection, an ending sign-in, something that failed in another case. */
export function Notice({ ends, renew }: Props) {
  const { caseStore, router } = useAppContext();
  const failed = failedElsewhere(caseStore.pending.value, caseStore.active.value?.id ?? null);
  const isEnding = ends !== null && ends - caseStore.now.value < SOON;
  if (caseStore.connectionState.value === "offline")
    return <Words>No connection. What you send waits here and goes out once you are back.</Words>;
  if (isEnding) {
    return (
      <Words>
        Your sign-in ends soon.{" "}
        <button type="button" class="link" onClick={renew}>
          Renew it now
        </button>
      </Words>
    );
  }
  if (failed === null) return null;
  return (
    <Words>
      Something in another case was not sent.
      <a class="link" href={locationUrl(listLocation(router.location.value.list, failed.case))}>
        View
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
