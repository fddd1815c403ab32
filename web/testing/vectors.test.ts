import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { EventView, MarkedPart } from "../client/index.ts";
import { countsOf, listPage } from "./lists.ts";
import { CaseLog } from "./log.ts";
import { finds, marked, queryTerms, searchTerms } from "./search_terms.ts";

// The double's lists and searches, against what the real service makes of the same cases and words.

function vectors<T>(name: string): T {
  const file = new URL(`../../shared/contract/generated/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

interface Scenario {
  name: string;
  steps: { outcome: { stored?: { event: { staff: EventView | null } } } }[];
}

type Lists = Record<"waiting" | "open" | "snoozed" | "closed", string[]>;

interface Searches {
  texts: string[];
  queries: { query: string; terms: string[]; found: { text: string; parts: MarkedPart[] }[] }[];
}

test("a list has the service's cases in the service's order, and a count says how many", () => {
  const { scenarios } = vectors<{ scenarios: Scenario[] }>("cases");
  const names = new Map<string, string>();
  const all = scenarios.flatMap(({ name, steps }, scenario) => {
    const events = steps.map(({ outcome }) => outcome.stored?.event.staff).filter((event) => event != null);
    return events.map(({ seq }) => {
      const log = new CaseLog([scenario, seq].map((n) => String(n).padStart(3, "0")).join(""), "demo", "v_1", 1_000);
      for (const { author, body, at, id } of events.slice(0, seq)) log.add(author, body, at, id);
      names.set(log.id, `${name}, ${seq}`);
      return log.summary;
    });
  });
  const expected = vectors<Lists>("lists");
  for (const [list, cases] of Object.entries(expected)) {
    const page = listPage(all, new URLSearchParams({ list }));
    assert.deepEqual(
      page.cases.map(({ case: id }) => names.get(id)),
      cases,
      list,
    );
    assert.equal(countsOf(all, 0)[list as keyof Lists], cases.length, list);
  }
});

test("a search finds the service's texts by the service's terms, and marks the same", () => {
  const { texts, queries } = vectors<Searches>("search");
  for (const { query, terms, found } of queries) {
    const wanted = queryTerms(query);
    assert.deepEqual(wanted, terms, query);
    const isFound = (text: string) =>
      wanted.length > 0 && wanted.every((one) => searchTerms(text).some((term) => finds(one, term)));
    const shown = texts.filter(isFound).map((text) => ({ text, parts: marked(text, wanted) }));
    assert.deepEqual(shown, found, query);
  }
});
