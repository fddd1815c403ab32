import { useBench } from "../bench.ts";
import { addressOf, inList } from "../place.ts";
import { failedElsewhere } from "../waiting.ts";

/** Five minutes, in milliseconds: long enough to finish a sentence before the sign-in ends. */
const SOON = 5 * 60_000;

interface Props {
  /** When the sign-in ends, where it can't renew itself. */
  ends: number | null;
  renew: () => void;
}

/** What the person should know wherever they are: no connection, an ending sign-in, something that failed in another case. */
export function Notice({ ends, renew }: Props) {
  const { desk, stage } = useBench();
  const failed = failedElsewhere(desk.pending.value, desk.room.value?.id ?? null);
  const isEnding = ends !== null && ends - desk.now.value < SOON;
  if (desk.connectionState.value === "offline") return <Words>No connection. What you send waits here and goes out once you are back.</Words>;
  if (isEnding) {
    return (
      <Words>
        Your sign-in ends soon. <button type="button" class="link" onClick={renew}>Renew it now</button>
      </Words>
    );
  }
  if (failed === null) return null;
  return (
    <Words>
      Something in another case was not sent.
      <a class="link" href={addressOf(inList(stage.place.value.list, failed.case))}>View</a>
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
