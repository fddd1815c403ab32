import { useBench } from "../bench.ts";
import { size } from "../worklist.ts";
import { Key } from "./command-button.tsx";
import { Icon } from "./icons.tsx";
import { LIST_TITLES } from "./rail.tsx";

const figures = new Intl.NumberFormat("en-GB");

/** A list's name, how long it is, its search, and the way to all commands. */
export function ListHead() {
  const { desk, stage, run } = useBench();
  const { list: name } = stage.place.value;
  const list = desk.lists.value[name];
  const count = size(desk.lists.value, name);
  const isKnown = list.phase === "ready" || count > 0;
  return (
    <header class="list-head">
      <h1>{LIST_TITLES[name].title}</h1>
      <span class="count">{isKnown && `${figures.format(count)}${list.hasMore ? "+" : ""}`}</span>
      <Search />
      <button type="button" class="button" aria-haspopup="dialog" aria-keyshortcuts="Control+k Meta+k" onClick={() => run("commands")}>
        <span class="unseen">Commands</span>
        <Icon name="more" class="keyless" />
        <Key of="mod+k" />
      </button>
    </header>
  );
}

function Search() {
  const { stage, run } = useBench();
  const query = stage.query.value;
  const openFirst = (event: KeyboardEvent) => {
    const first = stage.rows.peek()[0];
    if (event.key !== "Enter" || event.isComposing || first === undefined) return;
    event.preventDefault();
    stage.cursor.value = first;
    run("open");
  };
  return (
    <div class={query === "" ? "search" : "search has-words"}>
      <input
        type="search"
        aria-label="Search this list"
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        value={query}
        ref={(element) => void (stage.elements.search = element)}
        onInput={(event) => (stage.query.value = event.currentTarget.value)}
        onKeyDown={openFirst}
      />
      <Icon name="search" />
    </div>
  );
}

