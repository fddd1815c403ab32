import type { Priority } from "../../../client/index.ts";
import { wording } from "../../words/index.ts";

/** How pressing a case is; nothing where it is as usual. */
export function PriorityMark({ priority }: { priority: Priority }) {
  if (priority === "normal") return null;
  return (
    <span class="mark-priority" data-priority={priority}>
      {wording().sorting.priorities[priority]}
    </span>
  );
}

/** A case's tags. */
export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <>
      {tags.map((tag) => (
        <span key={tag} class="mark-tag cut" dir="auto">
          {tag}
        </span>
      ))}
    </>
  );
}
