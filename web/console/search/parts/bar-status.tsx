import { searchWording } from "../../words/search.ts";
import type { BarSearch } from "./bar_search.tsx";

/** How the command bar's search of all conversations goes. */
export function BarStatus({ search }: { search: BarSearch }) {
  const { phase, hits, hasMore } = search.finder.findings.value;
  const words = searchWording();
  const status = {
    waiting: "",
    loading: words.searching,
    failed: words.failed,
    ready: words.found(hits.length, hasMore),
  }[phase];
  return (
    <p class="bar-status quiet" role="status">
      {status}
    </p>
  );
}
