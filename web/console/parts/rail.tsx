import { useEffect, useRef } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import { formatCount } from "../case_counts.ts";
import { initials } from "../display_names.ts";
import { LISTS, type ListName, type PageName, locationUrl, listLocation, pageLocation } from "../location.ts";
import { Icon, type IconName } from "./icons.tsx";
import { sortingParts } from "../sorting/lazy_parts.ts";
import { wording } from "../words/index.ts";

const LIST_ICONS: Record<ListName, IconName> = { waiting: "inbox", open: "talk", snoozed: "clock", closed: "closed" };
const PAGE_ICONS: Record<PageName, IconName> = {
  mentions: "at",
  search: "search",
  answers: "book",
  store: "store",
  team: "team",
  statistics: "chart",
};

/** The way between the lists, and to the person's own things. Empty until it is known whose: what came later would move the rest. */
export function Rail() {
  const { caseStore } = useAppContext();
  return (
    <nav class="rail" aria-label={wording().mainMenu}>
      {caseStore.me.value !== null && <Ways />}
    </nav>
  );
}

function Ways() {
  const app = useAppContext();
  const { router, caseStore, commandState, availability, run } = app;
  const isAway = availability.takesCases.value === false;
  const { list, page: shown } = router.location.value;
  const ways = useRef<HTMLUListElement>(null);
  // Where there is no room for all of them, the one that is shown is in sight.
  useEffect(() => {
    ways.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [list, shown]);
  const pages: PageName[] = commandState.value.isLead
    ? ["mentions", "search", "answers", "store", "team", "statistics"]
    : ["mentions", "search", "answers"];
  const name = caseStore.me.value?.name ?? null;
  const words = wording();
  const Later = sortingParts.part.value;
  return (
    <>
      <ul ref={ways}>
        {LISTS.map((each) => (
          <li key={each}>
            <a
              class="rail-item"
              href={locationUrl(listLocation(each))}
              aria-current={shown === null && each === list && !Later?.isViewShown(app) ? "page" : undefined}
              onClick={(event) => Later?.leaveView(app, event)}
            >
              <Icon name={LIST_ICONS[each]} />
              {words.lists[each]}
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
              <Icon name={PAGE_ICONS[each]} />
              {words.pages[each]}
              {each === "mentions" && <Unread />}
            </a>
          </li>
        ))}
        {Later !== null && <Later.RailViews />}
      </ul>
      <span class="gap" />
      <button type="button" class="rail-item" onClick={() => run("shortcuts")} aria-haspopup="dialog">
        {name === null ? (
          <Icon name="settings" />
        ) : (
          <span class="avatar" data-away={isAway} aria-hidden="true">
            {initials(name)}
          </span>
        )}
        {words.settings}
        {isAway && <span class="unseen">{`, ${words.isAway}`}</span>}
      </button>
    </>
  );
}

/** How many mentions the person has not read. */
function Unread() {
  const { unread } = useAppContext().mentions.state.value;
  return <span class="rail-count">{unread > 0 && formatCount(unread)}</span>;
}

/** How many cases a list has. Its place is kept while that is not known. */
function Count({ of: name }: { of: ListName }) {
  const { caseStore } = useAppContext();
  const count = caseStore.counts.value[name];
  const words = wording();
  const sentence = name === "closed" ? words.closedConversations : words.conversations;
  return (
    <span class="rail-count">
      {count !== null && (
        <>
          <span aria-hidden="true">{formatCount(count)}</span>
          <span class="unseen">{sentence(count, formatCount(count))}</span>
        </>
      )}
    </span>
  );
}
