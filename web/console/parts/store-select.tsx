import { useAppContext } from "../app_context.ts";
import { pageWording } from "../words/pages.ts";

/** Which of the person's stores a page is about. Where they have one there is nothing to choose. */
export function StoreSelect({ store, choose }: { store: string; choose: (store: string) => void }) {
  const { caseStore } = useAppContext();
  const stores = caseStore.me.value?.stores ?? [];
  if (stores.length < 2) return null;
  return (
    <select aria-label={pageWording().store} value={store} onChange={(event) => choose(event.currentTarget.value)}>
      {stores.map((each) => (
        <option key={each} value={each}>
          {caseStore.stores.value[each] ?? each}
        </option>
      ))}
    </select>
  );
}
