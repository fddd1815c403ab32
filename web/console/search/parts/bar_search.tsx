import type { CaseSummary, SearchHit } from "../../../client/index.ts";
import type { AppContext } from "../../app_context.ts";
import { matches, wordsOf } from "../../commands.ts";
import { customerName, shortId, subjectText } from "../../display_names.ts";
import { listLocation, searchLocation } from "../../location.ts";
import type { Choice } from "../../parts/command-bar.tsx";
import { listOf } from "../../worklist.ts";
import { applyView, savedViewsOf } from "../../saved_views/saved_views.ts";
import { savedViewWords } from "../../words/saved_views.ts";
import { searchWording } from "../../words/search.ts";
import { browserTimers } from "../browser_timers.ts";
import { type CaseFinder, createCaseFinder, searchCases } from "../case_finder.ts";
import { plainParts } from "../plain_parts.ts";
import { Marked } from "./marked.tsx";

/** Conversations that the bar offers of those that are loaded, and of those that the service finds. */
const MOST = 6;

/** What the command bar offers beside commands. */
export interface BarSearch {
  readonly finder: CaseFinder;
  /** Something else was typed. */
  look(query: string): void;
  /** The conversations for it, in an order in which only more come at the end, and the way to all of them. */
  choices(query: string): Choice[];
}

/** Creates the command bar's search. */
export function createBarSearch(context: AppContext): BarSearch {
  const { caseStore, rest, router } = context;
  const finder = createCaseFinder(searchCases(rest), () => caseStore.me.peek()?.stores ?? [], browserTimers);
  const all = (query: string): Choice => ({
    key: "all",
    title: searchWording().all(query),
    note: null,
    shortcut: null,
    pick: () => router.go(searchLocation(query)),
  });
  return {
    finder,
    look: (query) => finder.look({ words: query }),
    choices(query) {
      const words = query.trim();
      if (words === "") return [];
      const known = loadedCases(words, context);
      const { sought, hits } = finder.findings.value;
      const isOther = ({ case: { case: id } }: SearchHit) => known.every((summary) => summary.case !== id);
      const found = sought.words.trim() === words ? hits.filter(isOther).slice(0, MOST) : [];
      const pick = (summary: CaseSummary) => () => router.go(listLocation(listOf(summary), summary.case));
      return [
        ...viewChoices(words, context),
        ...known.map((summary) => ({
          key: summary.case,
          title: subjectText(summary),
          note: customerName(summary.customer_name, summary.customer),
          shortcut: null,
          pick: pick(summary),
        })),
        ...found.map((hit) => ({
          key: hit.case.case,
          title: <Marked parts={plainParts(hit.excerpt.length > 0 ? hit.excerpt : hit.subject)} />,
          note: customerName(hit.case.customer_name, hit.case.customer),
          shortcut: null,
          pick: pick(hit.case),
        })),
        all(words),
      ];
    },
  };
}

/** The saved views of that name. */
function viewChoices(query: string, { rest, router }: AppContext): Choice[] {
  const wanted = wordsOf(query);
  const found = savedViewsOf(rest).known.value.filter(({ view }) => matches(wanted, view.name));
  return found.map((one) => ({
    key: one.view.id,
    title: one.view.name,
    note: savedViewWords().view,
    shortcut: null,
    pick: () => {
      applyView(router, one);
      router.go(listLocation(one.view.filter.list));
    },
  }));
}

/** Those of the conversations that the lists have loaded. */
function loadedCases(query: string, { caseStore }: AppContext): CaseSummary[] {
  const wanted = wordsOf(query);
  const found: CaseSummary[] = [];
  for (const summary of caseStore.lists.value.known.values()) {
    const name = customerName(summary.customer_name, summary.customer);
    if (!matches(wanted, `${name} ${summary.subject ?? ""} ${shortId(summary.case)}`)) continue;
    found.push(summary);
    if (found.length === MOST) break;
  }
  return found;
}
