import { isComposing } from "../../client/composition.ts";
import { useAppContext } from "../app_context.ts";
import { formatCount } from "../case_counts.ts";
import { size } from "../worklist.ts";
import { Key } from "./command-button.tsx";
import { Icon } from "./icons.tsx";
import { wording } from "../words/index.ts";

/** A list's name, how long it is, its search, and the way to all commands. */
export function ListHead() {
  const { caseStore, router, run } = useAppContext();
  const { list: name } = router.location.value;
  const list = caseStore.lists.value[name];
  const counted = caseStore.counts.value[name];
  const loaded = size(caseStore.lists.value, name);
  const isKnown = counted !== null || list.phase === "ready" || loaded > 0;
  return (
    <header class="list-head">
      <h1>{wording().lists[name]}</h1>
      <span class="count">
        {isKnown && (counted === null ? `${loaded}${list.hasMore ? "+" : ""}` : formatCount(counted))}
      </span>
      <Search />
      <button
        type="button"
        class="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+k Meta+k"
        onClick={() => run("commands")}
      >
        <span class="unseen">{wording().commandsTitle}</span>
        <Icon name="more" class="keyless" />
        <Key of="mod+k" />
      </button>
    </header>
  );
}

function Search() {
  const { router, run } = useAppContext();
  const query = router.query.value;
  const openFirst = (event: KeyboardEvent) => {
    const first = router.rows.peek()[0];
    if (event.key !== "Enter" || isComposing(event) || first === undefined) return;
    event.preventDefault();
    router.cursor.value = first;
    run("open");
  };
  return (
    <div class={query === "" ? "search" : "search has-words"}>
      <input
        type="search"
        aria-label={wording().searchList}
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        value={query}
        ref={(element) => void (router.elements.search = element)}
        onInput={(event) => (router.query.value = event.currentTarget.value)}
        onKeyDown={openFirst}
      />
      <Icon name="search" />
    </div>
  );
}
