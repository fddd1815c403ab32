import type { CustomerExport, FileLinks, ErasureList, ErasureSubject, ErasureView } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

/** What a store holds of a person, over the API. Each call rejects as the API's do. */
export interface DataApi {
  /** Has it erased; the same `id` begins nothing new. */
  erase(store: string, id: string, subject: ErasureSubject): Promise<ErasureView>;
  erasures(store: string): Promise<ErasureList>;
  /** A page of what is held of a customer; null for the first. */
  exported(store: string, customer: string, cursor: string | null): Promise<CustomerExport>;
  /** Where a file of a case is read for a minute. */
  links(caseId: string, file: string): Promise<FileLinks>;
}

export function createDataApi(rest: Rest): DataApi {
  return {
    erase: (store, id, subject) =>
      documentOf(rest.POST("/stores/{store}/erasures", { params: { path: { store } }, body: { id, subject } })),
    exported(store, customer, cursor) {
      const query = cursor === null ? { customer } : { customer, cursor };
      return documentOf(rest.GET("/stores/{store}/export", { params: { path: { store }, query } }));
    },
    links: (caseId, file) =>
      documentOf(rest.GET("/cases/{case}/files/{file}", { params: { path: { case: caseId, file } } })),
    erasures: (store) => documentOf(rest.GET("/stores/{store}/erasures", { params: { path: { store } } })),
  };
}
