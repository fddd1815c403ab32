import { useAppContext } from "../../app_context.ts";
import { wording } from "../../words/index.ts";
import { groupKey } from "../groups.ts";

/** Which group's cases a list shows. Where no group is known there is nothing to choose. */
export function GroupFilter() {
  const { caseStore, groups, router } = useAppContext();
  const chosen = router.group.value;
  const stores = caseStore.me.value?.stores ?? [];
  const choices = stores.flatMap((store) =>
    (groups.known.value[store] ?? [])
      .map(({ id, name, closed }) => ({ key: groupKey(store, id), name, store, closed }))
      .filter(({ key, closed }) => !closed || key === chosen),
  );
  if (choices.length === 0) return null;
  const words = wording();
  const hasStores = stores.length > 1;
  return (
    <select
      aria-label={words.groupFilter}
      value={chosen ?? ""}
      onChange={(event) => (router.group.value = event.currentTarget.value || null)}
    >
      <option value="">{words.allGroups}</option>
      {choices.map(({ key, name, store }) => (
        <option key={key} value={key}>
          {hasStores ? `${name} (${caseStore.stores.value[store] ?? store})` : name}
        </option>
      ))}
    </select>
  );
}
