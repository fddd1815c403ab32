import { useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { type Lazy, lazy } from "../lazy.ts";
import { locale, wording } from "../words/index.ts";
import { LazyPart } from "./lazy-part.tsx";

async function fetchParts() {
  const [{ PersonalData }, { loadDataWords }] = await Promise.all([
    import("../data/parts/personal-data.tsx"),
    import("../words/data.ts"),
  ]);
  return { PersonalData, words: await loadDataWords() };
}

/** With its words, by the language that they are in. */
const inLanguage: Record<string, Lazy<Awaited<ReturnType<typeof fetchParts>>>> = {};

/** What leads do at the wish of a customer, behind a button: its parts are fetched when it is opened. */
export function PersonalDataSection({ store, customer, id }: { store: string; customer: string; id: string }) {
  const { caseStore } = useAppContext();
  const [isOpen, setOpen] = useState(false);
  if (caseStore.me.value?.role !== "lead") return null;
  const parts = (inLanguage[locale()] ??= lazy(fetchParts));
  return (
    <section>
      <button type="button" class="button plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {wording().personalData}
      </button>
      {isOpen && (
        <LazyPart of={parts}>
          {({ PersonalData, words }) => (
            <PersonalData key={id} store={store} customer={customer} id={id} words={words} />
          )}
        </LazyPart>
      )}
    </section>
  );
}
