import type { Routing, Settings } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

// The library takes lists of a fixed length, as a week is one, for lists of any.

export function readSettings(rest: Rest, store: string): Promise<Settings> {
  return documentOf(rest.GET("/stores/{store}/settings", { params: { path: { store } } })) as Promise<Settings>;
}

export function writeSettings(rest: Rest, store: string, body: Settings): Promise<Settings> {
  return documentOf(rest.POST("/stores/{store}/settings", { params: { path: { store } }, body })) as Promise<Settings>;
}

export function writeRouting(rest: Rest, store: string, routing: Routing): Promise<Settings> {
  const body = { routing };
  return documentOf(rest.POST("/stores/{store}/settings", { params: { path: { store } }, body })) as Promise<Settings>;
}
