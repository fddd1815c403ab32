import { type ReadonlySignal, signal } from "@preact/signals";
import type { CasePage, CaseSummary } from "../../client/index.ts";
import { readPages } from "./page_reader.ts";
import { documentOf, type Rest } from "../rest.ts";

/** The most cases that are shown. */
const SHOWN = 8;

/** What is known of a customer's other cases. */
export type OtherCases =
  | { phase: "loading" | "failed" }
  | { phase: "ready"; cases: readonly CaseSummary[]; hasMore: boolean };

/** Reads what a customer asked before. */
export interface OtherCaseReader {
  readonly others: ReadonlySignal<OtherCases>;
  /** Reads the cases of a store's customer beside this one; answers to an earlier call are dropped. */
  read(store: string, customer: string, beside: string): void;
}

/** Creates the reader. */
export function createOtherCaseReader(rest: Rest): OtherCaseReader {
  const others = signal<OtherCases>({ phase: "loading" });
  let latest = 0;
  const find = async (store: string, customer: string, beside: string): Promise<OtherCases> => {
    const read = async (cursor: string | null) => {
      const query = cursor === null ? { customer } : { customer, cursor };
      const page: CasePage = await documentOf(
        rest.GET("/stores/{store}/cases", { params: { path: { store }, query } }),
      );
      return { found: page.cases.filter((summary) => summary.case !== beside), next: page.next };
    };
    const { found, next } = await readPages(read, SHOWN);
    return { phase: "ready", cases: found.slice(0, SHOWN), hasMore: next !== null || found.length > SHOWN };
  };
  return {
    others,
    read(store, customer, beside) {
      const own = (latest += 1);
      others.value = { phase: "loading" };
      void find(store, customer, beside)
        .catch((): OtherCases => ({ phase: "failed" }))
        .then((found) => {
          if (own === latest) others.value = found;
        });
    },
  };
}

/** The cases that a list found and those that were told of since, newest first; of one in both, what is newer. */
export function newestFirst(found: readonly CaseSummary[], told: readonly CaseSummary[]): CaseSummary[] {
  const cases = new Map(found.map((summary) => [summary.case, summary]));
  for (const summary of told) if (summary.seq >= (cases.get(summary.case)?.seq ?? 0)) cases.set(summary.case, summary);
  return [...cases.values()].sort((a, b) => b.opened_at - a.opened_at).slice(0, SHOWN);
}
