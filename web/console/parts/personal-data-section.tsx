import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { DataWords } from "../words/data.ts";
import { wording } from "../words/index.ts";

type Part = ComponentType<{ store: string; customer: string; id: string; words: DataWords }>;

let Loaded: Part | null = null;

/** What leads do at the wish of a customer, behind a button: its parts are fetched when it is opened. */
export function PersonalDataSection({ store, customer, id }: { store: string; customer: string; id: string }) {
  const { caseStore } = useAppContext();
  const [isOpen, setOpen] = useState(false);
  const [words, setWords] = useState<DataWords | null>(null);
  if (caseStore.me.value?.role !== "lead") return null;
  const toggle = () => {
    setOpen(!isOpen);
    if (isOpen) return;
    void Promise.all([import("../data/parts/personal-data.tsx"), import("../words/data.ts")]).then(
      async ([{ PersonalData }, { loadDataWords }]) => {
        Loaded = PersonalData;
        setWords(await loadDataWords());
      },
    );
  };
  return (
    <section>
      <button type="button" class="button plain" aria-expanded={isOpen} onClick={toggle}>
        {wording().personalData}
      </button>
      {isOpen && Loaded !== null && words !== null && (
        <Loaded key={id} store={store} customer={customer} id={id} words={words} />
      )}
    </section>
  );
}
