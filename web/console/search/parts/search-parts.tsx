import { useAppContext } from "../../app_context.ts";
import { locationUrl, searchLocation } from "../../location.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/search.css?inline";
import { searchWording } from "../../words/search.ts";

export { BarStatus } from "./bar-status.tsx";
export { createBarSearch } from "./bar_search.tsx";
export { OtherCases } from "./other-cases.tsx";

adoptStyles(css);

/** From what is searched for in a list the way to all conversations: the list knows only what was loaded. */
export function SearchAll() {
  const { router } = useAppContext();
  const words = router.query.value.trim();
  if (words === "") return null;
  return (
    <a class="search-all link cut" href={locationUrl(searchLocation(words))}>
      {searchWording().all(words)}
    </a>
  );
}
