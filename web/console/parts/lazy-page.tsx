import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PageName } from "../location.ts";
import { wording } from "../words/index.ts";

/** What each page is made of, fetched when somebody first wants it: the cases come first. */
const PARTS: Record<PageName, () => Promise<ComponentType>> = {
  search: async () => (await import("../search/parts/search-page.tsx")).SearchPage,
  answers: async () => (await import("../answers/parts/answers-page.tsx")).AnswersPage,
  store: async () => (await import("../store/parts/store-page.tsx")).StorePage,
  team: async () => (await import("../team/parts/team-page.tsx")).TeamPage,
  statistics: async () => (await import("../statistics/parts/statistics-page.tsx")).StatisticsPage,
};

const loaded = new Map<PageName, ComponentType>();

/** A page beside the cases. */
export function LazyPage({ name }: { name: PageName }) {
  const [, draw] = useState({});
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    PARTS[name]().then(
      (part) => {
        loaded.set(name, part);
        draw({});
      },
      () => setFailed(true),
    );
  };
  useEffect(() => {
    if (!loaded.has(name)) load();
  }, [name]);
  const Page = loaded.get(name);
  if (Page !== undefined) return <Page />;
  return (
    <div class="page nothing" role="status">
      <h1>{wording().pages[name]}</h1>
      {failed ? (
        <button type="button" class="button" onClick={load}>
          {wording().pageFailed}
        </button>
      ) : (
        <p>{wording().loading}</p>
      )}
    </div>
  );
}
