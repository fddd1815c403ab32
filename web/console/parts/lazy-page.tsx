import type { ComponentType } from "preact";
import { type Lazy, lazy } from "../lazy.ts";
import type { PageName } from "../location.ts";
import { wording } from "../words/index.ts";
import { Awaiting, useLazy } from "./lazy-part.tsx";

/** What each page is made of, fetched when somebody first wants it: the cases come first. */
const PAGES: Record<PageName, Lazy<ComponentType>> = {
  mentions: lazy(async () => (await import("../mentions/parts/mentions-page.tsx")).MentionsPage),
  search: lazy(async () => (await import("../search/parts/search-page.tsx")).SearchPage),
  answers: lazy(async () => (await import("../answers/parts/answers-page.tsx")).AnswersPage),
  store: lazy(async () => (await import("../store/parts/store-page.tsx")).StorePage),
  team: lazy(async () => (await import("../team/parts/team-page.tsx")).TeamPage),
  statistics: lazy(async () => (await import("../statistics/parts/statistics-page.tsx")).StatisticsPage),
};

/** A page beside the cases. */
export function LazyPage({ name }: { name: PageName }) {
  const Page = useLazy(PAGES[name]);
  if (Page !== null) return <Page />;
  return (
    <div class="page nothing">
      <h1>{wording().pages[name]}</h1>
      <Awaiting of={PAGES[name]} />
    </div>
  );
}
