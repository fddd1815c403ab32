import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isComposing } from "../../../client/composition.ts";
import { useAppContext } from "../../app_context.ts";
import { locationUrl, searchLocation } from "../../location.ts";
import { Icon } from "../../parts/icons.tsx";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/search.css?inline";
import { searchWording } from "../../words/search.ts";
import { wording } from "../../words/index.ts";
import { browserTimers } from "../browser_timers.ts";
import { type CaseFinder, type Sought, createCaseFinder, searchCases } from "../case_finder.ts";
import { Results } from "./results.tsx";

adoptStyles(css);

/** All conversations of the person's stores, searched by words. */
export function SearchPage() {
  const { caseStore, rest, router } = useAppContext();
  const stores = caseStore.me.value?.stores;
  const finder = useMemo(
    () => createCaseFinder(searchCases(rest), () => caseStore.me.peek()?.stores ?? [], browserTimers),
    [],
  );
  useEffect(() => finder.stop, []);
  const { query = "" } = router.location.value;
  const isKnown = stores !== undefined;
  // Also where the address changes while the page is there.
  useEffect(() => {
    if (isKnown) finder.look({ words: query });
  }, [query, isKnown]);
  if (!isKnown)
    return (
      <div class="page nothing" role="status">
        {wording().loading}
      </div>
    );
  return (
    <div class="page search-page">
      <header class="search-head">
        <h1>{wording().pages.search}</h1>
      </header>
      <Form key={query} words={query} finder={finder} />
      <Results finder={finder} />
    </div>
  );
}

/** The fields. What is typed is searched for at once, and stands in the address, so that a reload or the way back leads here. */
function Form({ words, finder }: { words: string; finder: CaseFinder }) {
  const { router } = useAppContext();
  const [sought, setSought] = useState<Sought>({ words, tag: "", from: "", until: "" });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    router.elements.search = field.current;
    field.current?.focus();
  }, []);
  const look = (change: Partial<Sought>) => {
    const next = { ...sought, ...change };
    setSought(next);
    history.replaceState(history.state, "", locationUrl(searchLocation(next.words.trim())));
    finder.look(next);
  };
  const { field: title, tag, from, until } = searchWording();
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" || isComposing(event)) return;
    document.querySelector<HTMLElement>(".search-page .hit")?.focus();
    event.preventDefault();
  };
  return (
    <form class="search-form" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="search-words">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label={title}
          aria-keyshortcuts="/"
          placeholder={title}
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={sought.words}
          onInput={(event) => look({ words: event.currentTarget.value })}
          onKeyDown={keys}
        />
      </label>
      <label>
        {tag}
        <input
          autocomplete="off"
          maxLength={32}
          value={sought.tag}
          onInput={(event) => look({ tag: event.currentTarget.value.trim().toLowerCase() })}
        />
      </label>
      <label>
        {from}
        <input type="date" value={sought.from} onInput={(event) => look({ from: event.currentTarget.value })} />
      </label>
      <label>
        {until}
        <input type="date" value={sought.until} onInput={(event) => look({ until: event.currentTarget.value })} />
      </label>
    </form>
  );
}
