import { useBench } from "../bench.ts";
import { initials } from "../naming.ts";
import { LISTS, type ListName, addressOf } from "../place.ts";
import { inList } from "../stage.ts";
import { Icon, type IconName } from "./icons.tsx";

/** What each list is called, and its drawing. */
export const LIST_TITLES: Record<ListName, { title: string; icon: IconName }> = {
  waiting: { title: "Needs you", icon: "inbox" },
  open: { title: "Open", icon: "talk" },
  closed: { title: "Closed", icon: "closed" },
};

/** The way between the lists, and to the person's own things. */
export function Rail() {
  const { stage, desk, run } = useBench();
  const { list } = stage.place.value;
  const name = desk.me.value?.name ?? null;
  return (
    <nav class="rail" aria-label="Lists and settings">
      <ul>
        {LISTS.map((each) => (
          <li key={each}>
            <a class="rail-item" href={addressOf(inList(each))} aria-current={each === list ? "page" : undefined}>
              <Icon name={LIST_TITLES[each].icon} />
              {LIST_TITLES[each].title}
            </a>
          </li>
        ))}
      </ul>
      <span class="gap" />
      <button type="button" class="rail-item" onClick={() => run("shortcuts")} aria-haspopup="dialog">
        {name === null ? <Icon name="settings" /> : <span class="avatar" aria-hidden="true">{initials(name)}</span>}
        Settings
      </button>
    </nav>
  );
}
