import { useBench } from "../bench.ts";
import { initials } from "../naming.ts";
import { LISTS, type ListName, type PageName, addressOf, inList, onPage } from "../place.ts";
import { Icon, type IconName } from "./icons.tsx";

/** What each list is called, and its drawing. */
export const LIST_TITLES: Record<ListName, { title: string; icon: IconName }> = {
  waiting: { title: "Needs you", icon: "inbox" },
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
  const { desk } = useBench();
  return (
    <nav class="rail" aria-label="Lists and settings">
      {desk.me.value !== null && <Ways />}
    </nav>
  );
}

function Ways() {
  const { stage, desk, facts, run } = useBench();
  const { list, page: shown } = stage.place.value;
  const pages: PageName[] = facts.value.isLead ? ["answers", "store"] : ["answers"];
  const name = desk.me.value?.name ?? null;
  return (
    <>
      <ul>
        {LISTS.map((each) => (
          <li key={each}>
            <a class="rail-item" href={addressOf(inList(each))} aria-current={shown === null && each === list ? "page" : undefined}>
              <Icon name={LIST_TITLES[each].icon} />
              {LIST_TITLES[each].title}
            </a>
          </li>
        ))}
        {pages.map((each) => (
          <li key={each}>
            <a class="rail-item" href={addressOf(onPage(each))} aria-current={each === shown ? "page" : undefined}>
              <Icon name={PAGE_TITLES[each].icon} />
              {PAGE_TITLES[each].title}
            </a>
          </li>
        ))}
      </ul>
      <span class="gap" />
      <button type="button" class="rail-item" onClick={() => run("shortcuts")} aria-haspopup="dialog">
        {name === null ? <Icon name="settings" /> : <span class="avatar" aria-hidden="true">{initials(name)}</span>}
        Settings
      </button>
    </>
  );
}
