import type { JSX } from "preact";
import { KIND_PATHS } from "../../../client/files/kind_paths.ts";
import type { Kind } from "../../../client/files/media_types.ts";

/** What kind of file it is, as a drawing: words beside it say the same. */
export function KindIcon({ kind }: { kind: Kind }): JSX.Element {
  return (
    <svg class="kind" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={KIND_PATHS[kind]} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    </svg>
  );
}
