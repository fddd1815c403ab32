import { type ReadonlySignal, signal } from "@preact/signals";
import type { CasePage, CaseSummary } from "../client/index.ts";
import { documentOf, type Rest } from "./rest.ts";

/** The most cases that are shown. */
const SHOWN = 8;
/** Pages that are read to find that many: an agent may see none of a page's cases. */
const PAGES = 5;

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
    const cases: CaseSummary[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < PAGES; page += 1) {
      const query = cursor === null ? { customer } : { customer, cursor };
      const found: CasePage = await documentOf(
        rest.GET("/stores/{store}/cases", { params: { path: { store }, query } }),
      );
      cases.push(...found.cases.filter((summary) => summary.case !== beside));
      cursor = found.next;
      if (cursor === null || cases.length > SHOWN) break;
    }
    return { phase: "ready", cases: cases.slice(0, SHOWN), hasMore: cursor !== null || cases.length > SHOWN };
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
