import {
  type CannedReplyChange,
  type CannedReplyDeletion,
  type CannedReplyView,
  ApiProblem,
  type NewCannedReply,
} from "../../client/index.ts";
import { reasonOf } from "../answers/answers_api.ts";
import { documentOf, type Rest } from "../rest.ts";
import { pageWording } from "../words/pages.ts";

/** Writing canned replies over the API. Each call rejects as the API's do. */
export interface CannedApi {
  add(store: string, reply: NewCannedReply): Promise<CannedReplyView>;
  change(store: string, id: string, change: CannedReplyChange): Promise<CannedReplyView>;
  delete(store: string, id: string, deletion: CannedReplyDeletion): Promise<void>;
}

export function createCannedApi(rest: Rest): CannedApi {
  const one = (store: string, reply: string) => ({ params: { path: { store, reply } } });
  return {
    add: (store, body) =>
      documentOf(rest.POST("/stores/{store}/canned-replies", { params: { path: { store } }, body })),
    change: (store, id, body) =>
      documentOf(rest.POST("/stores/{store}/canned-replies/{reply}", { ...one(store, id), body })),
    delete: async (store, id, body) =>
      void (await rest.POST("/stores/{store}/canned-replies/{reply}/delete", { ...one(store, id), body })),
  };
}

/** Why a canned reply was not written, in a sentence for the person who tried. */
export function troubleOf(error: unknown): string {
  const words = pageWording().canned;
  const code = error instanceof ApiProblem ? error.problem.code : null;
  switch (code) {
    case "unknown_placeholder":
      return words.unknownPlaceholder;
    case "limit_reached":
      return words.full;
    case "conflict":
      return words.changedByOther;
    default:
      return reasonOf(error);
  }
}
