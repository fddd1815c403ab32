import type { CaseSummary, EventView, MarkedPart, SearchHit } from "../client/index.ts";
import type { Reply } from "./api-server.ts";

/** Cases on a page. */
const PAGE = 20;

/** The service's search: what it was asked, and whether it answers. */
export interface SearchShelf {
  /** The queries that have come, in order. */
  readonly asked: string[];
  isBroken: boolean;
  handle(query: URLSearchParams, cases: Iterable<{ summary: CaseSummary; events: EventView[] }>): Reply;
}

/** Words as the service compares them, as far as these tests need it. */
const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** A text with the words marked that begin with one of these. */
function marked(text: string, wanted: readonly string[]): MarkedPart[] {
  const parts = text.split(/(?<![\p{L}\p{N}])(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])(?![\p{L}\p{N}])/u);
  return parts
    .filter((part) => part !== "")
    .map((part) => ({ text: part, is_hit: wanted.some((word) => fold(part).startsWith(word)) }));
}

export function createSearchShelf(): SearchShelf {
  const shelf: SearchShelf = {
    asked: [],
    isBroken: false,
    handle(query, cases) {
      shelf.asked.push(query.get("query") ?? "");
      const problem = { type: "about:blank", title: "Busy", status: 503, code: "busy", detail: "Try again." };
      if (shelf.isBroken) return { status: 503, json: problem };
      const wanted = fold(query.get("query") ?? "")
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== "");
      const tag = query.get("tag");
      const hits: SearchHit[] = [];
      for (const { summary, events } of cases) {
        const texts = events.map(({ body }) => ("text" in body ? (body.text ?? "") : ""));
        const all = fold([summary.customer_name ?? "", ...texts].join(" ")).split(/[^\p{L}\p{N}]+/u);
        const isFound = wanted.every((word) => all.some((other) => other.startsWith(word)));
        if (!isFound || (tag !== null && !(summary.tags ?? []).includes(tag))) continue;
        const at = texts.findIndex((text) => marked(text, wanted).some((part) => part.is_hit));
        hits.push({
          case: summary,
          seq: Math.max(at, 0) + 1,
          at: summary.opened_at,
          excerpt: marked(texts[Math.max(at, 0)] ?? "", wanted),
          subject: marked(summary.subject ?? "", wanted),
          name: marked(summary.customer_name ?? "", wanted),
        });
      }
      hits.sort((a, b) => b.case.opened_at - a.case.opened_at);
      const from = Number(query.get("cursor") ?? 0);
      const next = hits.length > from + PAGE ? String(from + PAGE) : null;
      return { status: 200, json: { hits: hits.slice(from, from + PAGE), next } };
    },
  };
  return shelf;
}
