import type { SearchHit } from "../client/index.ts";
import type { CaseLog } from "./log.ts";
import type { Person } from "./people.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";
import { finds, marked, queryTerms, searchTerms } from "./search_terms.ts";
import { summaryOf } from "./summaries.ts";

/** Cases on a page. */
const PAGE = 20;

/** The service's search over all cases: what it was asked, and whether it answers. */
export class FakeSearch {
  /** The queries that have come, in order. */
  readonly asked: string[] = [];
  isBroken = false;

  constructor(private readonly cases: () => Iterable<CaseLog>) {}

  handle({ path, query, person }: Request): Reply | null {
    if (path !== "/stores/demo/search") return null;
    const words = query.get("query") ?? "";
    this.asked.push(words);
    if (this.isBroken) return problem(503, "busy");
    const wanted = queryTerms(words);
    if (wanted.length === 0) return ok({ hits: [], next: null });
    const tag = query.get("tag");
    const found = [...this.cases()].map((log) => hitOf(log, person, wanted));
    const hits = found
      .filter((hit) => hit !== null)
      .filter((hit) => tag === null || (hit.case.tags ?? []).includes(tag));
    hits.sort((a, b) => b.case.opened_at - a.case.opened_at);
    const from = Number(query.get("cursor") ?? 0);
    const next = hits.length > from + PAGE ? String(from + PAGE) : null;
    return ok({ hits: hits.slice(from, from + PAGE), next });
  }
}

/** A case that has every term, with the hits marked. */
function hitOf(log: CaseLog, person: Person, wanted: readonly string[]): SearchHit | null {
  const summary = summaryOf(log, person);
  const texts = log.visible(person).map(({ body }) => ("text" in body ? (body.text ?? "") : ""));
  const known = searchTerms([summary.customer_name ?? "", ...texts].join(" "));
  if (!wanted.every((one) => known.some((term) => finds(one, term)))) return null;
  const at = texts.findIndex((text) => marked(text, wanted).some((part) => part.is_hit));
  return {
    case: summary,
    seq: Math.max(at, 0) + 1,
    at: summary.opened_at,
    excerpt: marked(texts[Math.max(at, 0)] ?? "", wanted),
    subject: marked(summary.subject ?? "", wanted),
    name: marked(summary.customer_name ?? "", wanted),
  };
}
