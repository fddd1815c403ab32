import { useAppContext } from "../app_context.ts";
import { formatCount } from "../case_counts.ts";
import { initials } from "../display_names.ts";
import { LISTS, type ListName, type PageName, locationUrl, listLocation, pageLocation } from "../location.ts";
import { Icon, type IconName } from "./icons.tsx";

/** What each list is called, and its drawing. */
export const LIST_TITLES: Record<ListName, { title: string; icon: IconName }> = {
  waiting: { title: "Inbox", icon: "inbox" },
  open: { title: "Open", icon: "talk" },
  closed: { title: "Closed", icon: "closed" },
};

/** What each page beside the cases is called, and its drawing. */
export const PAGE_TITLES: Record<PageName, { title: string; icon: IconName }> = {
  answers: { title: "Answers", icon: "book" },
  store: { title: "Store", icon: "store" },
};

/** The way between the lists, and to the person's own things. Empty until it is known whose: what came later would move the rest. */
export function Rail() {
  const { caseStore } = useAppContext();
  return (
    <nav class="rail" aria-label="Lists and settings">
      {caseStore.me.value !== null && <Ways />}
    </nav>
  );
}

function Ways() {
  const { router, caseStore, commandState, run } = useAppContext();
  const { list, page: shown } = router.location.value;
  const pages: PageName[] = commandState.value.isLead ? ["answers", "store"] : ["answers"];
  const name = caseStore.me.value?.name ?? null;
  return (
    <>
      <ul>
        {LISTS.map((each) => (
          <li key={each}>
            <a
              class="rail-item"
              href={locationUrl(listLocation(each))}
              aria-current={shown === null && each === list ? "page" : undefined}
            >
              <Icon name={LIST_TITLES[each].icon} />
              {LIST_TITLES[each].title}
              <Count of={each} />
            </a>
          </li>
        ))}
        {pages.map((each) => (
          <li key={each}>
            <a
              class="rail-item"
              href={locationUrl(pageLocation(each))}
              aria-current={each === shown ? "page" : undefined}
            >
              <Icon name={PAGE_TITLES[each].icon} />
              {PAGE_TITLES[each].title}
            </a>
          </li>
        ))}
      </ul>
      <span class="gap" />
      <button type="button" class="rail-item" onClick={() => run("shortcuts")} aria-haspopup="dialog">
        {name === null ? (
          <Icon name="settings" />
        ) : (
          <span class="avatar" aria-hidden="true">
            {initials(name)}
          </span>
        )}
        Settings
      </button>
    </>
  );
}

/** How many cases a list has. Its place is kept while that is not known. */
function Count({ of: name }: { of: ListName }) {
  const { caseStore } = useAppContext();
  const count = caseStore.counts.value[name];
  const period = name === "closed" ? " in the last twelve months" : "";
  return (
    <span class="rail-count">
      {count !== null && (
        <>
          <span aria-hidden="true">{formatCount(count)}</span>
          <span class="unseen">{`${formatCount(count)} ${count === 1 ? "case" : "cases"}${period}`}</span>
        </>
      )}
    </span>
  );
}
