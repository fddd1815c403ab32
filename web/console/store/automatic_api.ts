import type { UnattendedFigures, UnattendedPage } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

/** How a store's newest automatic replies fared, sent or not. */
export function readFigures(rest: Rest, store: string): Promise<UnattendedFigures> {
  return documentOf(rest.GET("/stores/{store}/automatic-replies/figures", { params: { path: { store } } }));
}

/** A page of them, newest first. */
export function readReplies(rest: Rest, store: string, cursor?: string): Promise<UnattendedPage> {
  const query = cursor === undefined ? {} : { cursor };
  return documentOf(rest.GET("/stores/{store}/automatic-replies", { params: { path: { store }, query } }));
}
