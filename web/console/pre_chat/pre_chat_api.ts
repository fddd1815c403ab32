import type { EventPage, EventView } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

/** The first event of a case, which says what was answered before it. */
export async function readOpening(rest: Rest, id: string): Promise<EventView | null> {
  const range = { params: { path: { case: id }, query: { after: 0, limit: 1 } } };
  const page = (await documentOf(rest.GET("/cases/{case}/events", range))) as EventPage;
  return page.events[0] ?? null;
}
