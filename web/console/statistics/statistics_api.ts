import type { StatisticsView } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

/** A store's figures from one day to another, both written `2026-11-30`. Rejects as the API does. */
export function readStatistics(rest: Rest, store: string, from: string, until: string): Promise<StatisticsView> {
  return documentOf(rest.GET("/stores/{store}/statistics", { params: { path: { store }, query: { from, until } } }));
}
