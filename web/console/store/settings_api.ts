import type { Settings } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

// The library takes lists of a fixed length, as a week is one, for lists of any.

export function readSettings(rest: Rest, store: string): Promise<Settings> {
  return documentOf(rest.GET("/stores/{store}/settings", { params: { path: { store } } })) as Promise<Settings>;
}

/** What is absent stays. The description's types ask for each field that has a default, so they are told that all are there. */
export function writeSettings(rest: Rest, store: string, change: Partial<Settings>): Promise<Settings> {
  const body = change as Settings;
  return documentOf(rest.POST("/stores/{store}/settings", { params: { path: { store } }, body })) as Promise<Settings>;
}
