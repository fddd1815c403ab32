import { useEffect, useLayoutEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useBench } from "../bench.ts";
import type { Session } from "../session.ts";
import { listenToKeys } from "../keyboard.ts";
import { placeOf } from "../place.ts";
import { size } from "../worklist.ts";
import { CaseList } from "./case-list.tsx";
import { CasePage } from "./case-page.tsx";
import { CommandBar } from "./command-bar.tsx";
import { CustomerPanel } from "./customer-panel.tsx";
import { Notice } from "./notice.tsx";
import { PageBeside } from "./page-beside.tsx";
import { LIST_TITLES, PAGE_TITLES, Rail } from "./rail.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { Settings } from "./settings.tsx";
import { Toast } from "./toast.tsx";

interface Props {
  session: Session;
  /** The router's way to another address, for whoever is not a part of the page. */
  onRoute: (route: (url: string) => void) => void;
}

/** The whole console of somebody who is signed in. */
export function Shell({ session, onRoute }: Props) {
  const bench = useBench();
  const { stage } = bench;
  usePlace(onRoute);
  useTitle();
  useEffect(() => listenToKeys(bench, document), []);
  const place = stage.place.value;
  return (
    <>
      <div class="desk" data-case={place.case === null ? "none" : "open"} data-page={place.page ?? "cases"} data-panel={stage.panel.value}>
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
            <PageBeside name={place.page} />
          )}
        </main>
        <CustomerPanel />
      </div>
      <Toast />
      <Notice ends={session.standing.get().ends} renew={() => void session.signIn(location.pathname + location.search)} />
      <p class="unseen" role="status">{stage.spoken.value}</p>
      <CommandBar />
      <Settings />
      <SaveDialog />
    </>
  );
}

/** The address decides which list and which case are shown. */
function usePlace(onRoute: Props["onRoute"]): void {
  const { desk, stage } = useBench();
  const { query, route } = useLocation();
  const place = placeOf(query);
  const { list, case: open, page } = place;
  useLayoutEffect(() => onRoute(route), [route]);
  useLayoutEffect(() => {
    const isOtherList = stage.place.value.list !== list;
    stage.place.value = place;
    stage.isEditing.value = stage.isRejecting.value = false;
    stage.mode.value = "reply";
    stage.seen.value = 0;
    stage.panel.value = stage.panel.value === "shown" ? "auto" : stage.panel.value;
    if (isOtherList) stage.query.value = "";
    if (isOtherList || open !== null) stage.cursor.value = open;
    if (isOtherList) desk.letIn(list);
    desk.enter(open);
  }, [list, open, page, place.answer]);
}

/** The tab's title tells how many need a reply. */
function useTitle(): void {
  const { desk, stage } = useBench();
  const count = size(desk.lists.value, "waiting");
  const { list, page } = stage.place.value;
  const { title } = page === null ? LIST_TITLES[list] : PAGE_TITLES[page];
  useEffect(() => {
    if (desk.me.value !== null) desk.want("waiting");
  }, [desk.me.value]);
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ""}${title} · Firstline`;
  }, [count, title]);
}

