import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { Icon } from "../../parts/icons.tsx";
import { savedViewWords } from "../../words/saved_views.ts";
import { applyView, isForThisTab, isShown, savedViewsOf } from "../saved_views.ts";

/** The saved views in the menu, behind everything else: what comes later moves nothing. */
export function RailViews() {
  const { caseStore, router, rest } = useAppContext();
  const views = savedViewsOf(rest);
  const stores = caseStore.me.value?.stores ?? [];
  const line = caseStore.connectionState.value;
  const isInTouch = line === "live" || line === "polling";
  // What colleagues have changed while the line was away is known when it is back.
  useEffect(() => {
    if (isInTouch) void views.load(stores);
  }, [stores.join(), isInTouch]);
  const words = savedViewWords();
  return (
    <>
      {views.known.value.map((one) => (
        <li key={one.view.id}>
          <a
            class="rail-item rail-view"
            href={locationUrl(listLocation(one.view.filter.list))}
            title={one.view.name}
            aria-current={isShown(router, one) ? "page" : undefined}
            onClick={(event) => isForThisTab(event) && applyView(router, one)}
          >
            <Icon name={one.view.personal ? "save" : "team"} />
            <span class="rail-view-name" dir="auto">
              {one.view.name}
            </span>
            <span class="unseen">{one.view.personal ? words.ownView : words.sharedView}</span>
          </a>
        </li>
      ))}
    </>
  );
}
