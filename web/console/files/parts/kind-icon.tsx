import type { Kind } from "../../../client/files/media_types.ts";
import { KIND_PATHS } from "../../../client/files/kind_paths.ts";

/** What kind of file it is, as a drawing: words beside it say the same. */
export function KindIcon({ kind }: { kind: Kind }) {
  return (
    <svg class="icon file-kind" viewBox="0 0 24 24" aria-hidden="true">
      <path d={KIND_PATHS[kind]} />
    </svg>
  );
}
