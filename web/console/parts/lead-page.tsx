import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { pageWording } from "../words/pages.ts";
import { StoreSelect } from "./store-select.tsx";
import "../styles/store.ts";

interface Props {
  /** Its own class beside those that all have. */
  name?: string;
  title: string;
  /** What is said to whoever is no lead. */
  leadsOnly: string;
  /** Stands in the title's place where it is about this store. */
  heading?: (store: string) => string;
  /** What else is chosen, beside the store. */
  controls?: ComponentChildren;
  children: (store: string) => ComponentChildren;
}

/** A page about one of the person's stores, which only its leads see. */
export function LeadPage({ name = "", title, leadsOnly, heading, controls, children }: Props) {
  const { caseStore, commandState } = useAppContext();
  const [chosen, choose] = useState<string | null>(null);
  const store = chosen ?? caseStore.me.value?.stores[0];
  if (store === undefined)
    return (
      <div class="page nothing" role="status">
        {pageWording().loading}
      </div>
    );
  if (!commandState.value.isLead) {
    return (
      <div class="page nothing">
        <h1>{title}</h1>
        <p>{leadsOnly}</p>
      </div>
    );
  }
  return (
    <div class={`page store ${name}`}>
      <header class="store-head">
        <h1>{heading?.(store) ?? title}</h1>
        <StoreSelect store={store} choose={choose} />
        {controls}
      </header>
      {children(store)}
    </div>
  );
}
