import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { formatCount } from "../case_counts.ts";
import { customerName } from "../display_names.ts";
import type { ListName } from "../location.ts";
import { ROW, rowsInView } from "../virtual_list.ts";
import type { List } from "../worklist.ts";
import { searchParts } from "../search/lazy_parts.ts";
import { sortingParts } from "../sorting/lazy_parts.ts";
import { CaseRow } from "./case-row.tsx";
import { CommandButton } from "./command-button.tsx";
import { ListHead } from "./list-head.tsx";
import { wording } from "../words/index.ts";

/** When this close to the end, in pixels, the next page is fetched: two of the service's pages ahead. */
const NEAR_END = 100 * ROW;

/** The list of cases: fixed rows, of which only those in view are drawn. */
export function CaseList() {
  const { caseStore, router } = useAppContext();
  const { list: name } = router.location.value;
  const list = caseStore.lists.value[name];
  const Search = searchParts.part.value;
  const Sorting = sortingParts.part.value;
  useLayoutEffect(() => {
    if (caseStore.me.value !== null) caseStore.load(name);
  }, [name, caseStore.me.value]);
  useArrivalsAnnounced(name);
  return (
    <section class="list-pane" aria-label={wording().lists[name]}>
      <ListHead />
      {/* Their room is there before they are: what is read must not move. */}
      <div class="list-filters">{Sorting !== null && <Sorting.Filters />}</div>
      {Search !== null && <Search.SearchAll />}
      <div
        class="list-body"
        onPointerEnter={() => caseStore.setPointedList(name)}
        onPointerLeave={() => caseStore.setPointedList(null)}
      >
        <Arrivals list={list} />
        <Rows list={list} />
      </div>
      {Sorting !== null && <Sorting.BulkBar />}
    </section>
  );
}

/** What comes in at the list's end moves nothing and is soon overlooked, and not only by who can't see it. */
function useArrivalsAnnounced(name: ListName): void {
  const { caseStore, router } = useAppContext();
  const joined = caseStore.joined.value;
  useEffect(() => {
    if (joined === null || joined.list !== name) return;
    const { customer_name, customer, subject } = joined.summary;
    const { nowIn, lists, withdrawn } = wording();
    router.announce(`${nowIn(lists[name])}: ${customerName(customer_name, customer)}, ${subject ?? withdrawn}`);
  }, [joined]);
}

function Arrivals({ list }: { list: List }) {
  const count = list.arrivals.size;
  return (
    <div class="arrivals" role="status">
      {count > 0 && <CommandButton id="admit">{wording().showNew(count)}</CommandButton>}
    </div>
  );
}

function Rows({ list }: { list: List }) {
  const { caseStore, router } = useAppContext();
  const { list: name } = router.location.value;
  const box = useRef<HTMLDivElement>(null);
  const [{ scrolled, height }, setView] = useState({ scrolled: 0, height: 800 });
  const rows = router.rows.value;
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current!;
    setView({ scrolled: scrollTop, height: clientHeight });
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) caseStore.loadMore(name);
  };
  useLayoutEffect(() => {
    router.elements.rows = box.current;
    const sizes = new ResizeObserver(look);
    sizes.observe(box.current!);
    return () => sizes.disconnect();
  }, [name]);
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [name]);
  useLayoutEffect(look, [rows.length, list.phase]);
  const { first, end } = rowsInView(scrolled, height, rows.length);
  const isEmpty = rows.length === 0;
  const isSought = router.query.value !== "";
  const found = wording().conversations(rows.length, formatCount(rows.length));
  return (
    <div class="rows" ref={box} onScroll={look}>
      <div class="rows-status" role="status">
        {isEmpty ? <Nothing list={list} /> : isSought && <p class="unseen">{found}</p>}
      </div>
      <ul style={{ height: `${rows.length * ROW}px` }} hidden={isEmpty}>
        {rows.slice(first, end).map((id, index) => (
          <CaseRow key={id} id={id} at={first + index} of={rows.length} />
        ))}
      </ul>
    </div>
  );
}

function Nothing({ list }: { list: List }) {
  const { router, caseStore } = useAppContext();
  const { list: name } = router.location.value;
  const words = wording();
  if (list.phase === "failed") {
    return (
      <div class="nothing">
        <h2>{words.listFailed}</h2>
        <button type="button" class="button" onClick={() => caseStore.load(name)}>
          {words.tryAgain}
        </button>
      </div>
    );
  }
  if (list.phase !== "ready") return <div class="nothing">{words.loading}</div>;
  const filters = [router.group.value, router.priority.value, router.tag.value, router.overdue.value];
  const isSifted = router.query.value !== "" || filters.some((one) => one !== null);
  const [title, text] = isSifted ? words.noMatches : words.empty[name];
  return (
    <div class="nothing">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
