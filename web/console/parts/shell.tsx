import { useEffect, useLayoutEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useAppContext } from "../app_context.ts";
import type { Session } from "../session.ts";
import { listenToKeys } from "../keyboard.ts";
import { parseLocation } from "../location.ts";
import { formatCount } from "../case_counts.ts";
import { size } from "../worklist.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { CaseList } from "./case-list.tsx";
import { CasePage } from "./case-page.tsx";
import { CommandBar } from "./command-bar.tsx";
import { CustomerPanel } from "./customer-panel.tsx";
import { Notice } from "./notice.tsx";
import { LazyPage } from "./lazy-page.tsx";
import { useLazy } from "./lazy-part.tsx";
import { notices } from "../notices/lazy_parts.ts";
import { searchParts } from "../search/lazy_parts.ts";
import { sortingParts } from "../sorting/lazy_parts.ts";
import { Rail } from "./rail.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { Settings } from "./settings.tsx";
import { Toast } from "./toast.tsx";
import { wording } from "../words/index.ts";

interface Props {
  session: Session;
  /** The router's way to another address, for whoever is not a part of the page. */
  onRoute: (route: (url: string) => void) => void;
}

/** The whole console of somebody who is signed in. */
export function Shell({ session, onRoute }: Props) {
  const context = useAppContext();
  const { router } = context;
  useConsoleLocation(onRoute);
  useTitle();
  useNotices();
  useEffect(() => listenToKeys(context, document), []);
  const Sorting = useLazy(sortingParts);
  // After those: nobody waits for them yet.
  useEffect(() => void sortingParts.ready.then(searchParts.load).then(notices.load), []);
  const place = router.location.value;
  return (
    <>
      <div
        class="console"
        data-case={place.case === null ? "none" : "open"}
        data-page={place.page ?? "cases"}
        data-panel={router.panel.value}
      >
        <Rail />
        <main>
          {place.page === null ? (
            <>
              <CaseList />
              <div class="case-pane">
                <CasePage />
              </div>
            </>
          ) : (
            <LazyPage name={place.page} />
          )}
        </main>
        <CustomerPanel />
      </div>
      <Toast />
      <Notice
        ends={session.standing.get().ends}
        renew={() => void session.signIn(location.pathname + location.search)}
      />
      <p class="unseen" role="status">
        <span key={router.announcement.value.count}>{router.announcement.value.words}</span>
      </p>
      <CommandBar />
      <Settings />
      <SaveDialog />
      <AskDialog />
      {Sorting !== null && <Sorting.SortingDialogs />}
    </>
  );
}

/** The address decides which list and which case are shown. */
function useConsoleLocation(onRoute: Props["onRoute"]): void {
  const { caseStore, router, selection } = useAppContext();
  const { query, route } = useLocation();
  const place = parseLocation(query);
  const { list, case: open, page } = place;
  useLayoutEffect(() => onRoute(route), [route]);
  useLayoutEffect(() => {
    const isOtherList = router.location.value.list !== list;
    const isOtherCase = router.location.value.case !== open;
    router.location.value = place;
    router.isEditing.value = router.isRejecting.value = false;
    router.mode.value = "reply";
    if (isOtherCase) router.seen.value = 0;
    router.panel.value = router.panel.value === "shown" ? "auto" : router.panel.value;
    if (isOtherList) router.query.value = "";
    if (isOtherList || page !== null) selection.clear();
    if (isOtherList || open !== null) router.cursor.value = open;
    if (isOtherList) caseStore.admit(list);
    caseStore.open(open);
  }, [list, open, page, place.answer, place.query]);
}

/** Whoever looks at the page sees what comes in; whoever doesn't is told. */
function useNotices(): void {
  const context = useAppContext();
  const person = context.caseStore.me.value?.user ?? null;
  const start = notices.part.value;
  useEffect(() => (person === null ? undefined : start?.(context, person)), [person, start]);
}

/** The tab's title tells how many need a reply. */
function useTitle(): void {
  const { caseStore, router } = useAppContext();
  const count = caseStore.counts.value.waiting ?? size(caseStore.lists.value, "waiting");
  const { list, page } = router.location.value;
  const title = page === null ? wording().lists[list] : wording().pages[page];
  useEffect(() => {
    if (caseStore.me.value !== null) caseStore.load("waiting");
  }, [caseStore.me.value]);
  useEffect(() => {
    document.title = `${count > 0 ? `(${formatCount(count)}) ` : ""}${title} · Firstline`;
  }, [count, title]);
}
