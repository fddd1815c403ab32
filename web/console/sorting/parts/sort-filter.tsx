import type { Priority } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { wording } from "../../words/index.ts";

/** In the order in which they are waited for. */
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];

/** Which priority or which tag a list shows alone, or what is overdue. The tags are those of the cases that are loaded. */
export function SortFilter() {
  const { caseStore, router } = useAppContext();
  const { sorting } = wording();
  const [priority, tag, overdue] = [router.priority.value, router.tag.value, router.overdue.value];
  const { known } = caseStore.lists.value;
  const tags = new Set([...known.values()].flatMap((summary) => summary.tags ?? []));
  if (tag !== null) tags.add(tag);
  const choose = (chosen: string) => {
    const [kind, value] = [chosen.slice(0, 1), chosen.slice(1)];
    router.priority.value = kind === "p" ? (value as Priority) : null;
    router.tag.value = kind === "t" ? value : null;
    router.overdue.value = kind === "o" ? true : null;
  };
  const chosen = overdue ? "o" : priority !== null ? `p${priority}` : tag !== null ? `t${tag}` : "";
  const hasDeadlines = overdue || [...known.values()].some(({ deadlines }) => deadlines !== undefined);
  return (
    <select aria-label={sorting.filter} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{sorting.everything}</option>
      {hasDeadlines && <option value="o">{sorting.overdue}</option>}
      <optgroup label={sorting.priority}>
        {PRIORITIES.map((one) => (
          <option key={one} value={`p${one}`}>
            {sorting.priorities[one]}
          </option>
        ))}
      </optgroup>
      {tags.size > 0 && (
        <optgroup label={sorting.tags}>
          {[...tags].sort().map((one) => (
            <option key={one} value={`t${one}`}>
              {one}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}
