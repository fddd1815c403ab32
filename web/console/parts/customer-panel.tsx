import { useAppContext } from "../app_context.ts";
import { customerParts } from "../customer/lazy_parts.ts";
import { isReadable } from "./case-page.tsx";
import { LazyPart } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

/** Who is asking: what is known of them, and what they asked before. */
export function CustomerPanel() {
  const { caseStore } = useAppContext();
  const activeCase = caseStore.active.value;
  if (activeCase === null) return null;
  return (
    <aside class="customer-pane" aria-label={wording().customer}>
      {isReadable(activeCase) && (
        <LazyPart of={customerParts}>{({ Customer }) => <Customer activeCase={activeCase} />}</LazyPart>
      )}
    </aside>
  );
}
