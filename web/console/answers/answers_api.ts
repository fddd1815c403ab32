import {
  type AnswerEdit,
  type AnswerPage,
  type AnswerStatus,
  type AnswerView,
  ApiProblem,
  type Imported,
  type ImportedAnswer,
  type NewAnswer,
  type OpenQuestion,
  type RecipientPage,
} from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";
import { pageWording } from "../words/pages.ts";

/** Which answers are wanted. */
export interface Wanted {
  query: string;
  /** Null: all of them. */
  status: AnswerStatus | null;
}

/** A store's knowledge base over the API. Each call rejects as the API's do. */
export interface AnswersApi {
  list(store: string, wanted: Wanted, cursor?: string): Promise<AnswerPage>;
  one(store: string, id: string): Promise<AnswerView>;
  add(store: string, answer: NewAnswer): Promise<AnswerView>;
  edit(store: string, id: string, edit: AnswerEdit): Promise<AnswerView>;
  approve(store: string, id: string, version: number): Promise<AnswerView>;
  retire(store: string, id: string, version: number): Promise<AnswerView>;
  merge(store: string, id: string, version: number, into: string): Promise<AnswerView>;
  recipients(store: string, id: string, cursor?: string): Promise<RecipientPage>;
  import(store: string, answers: ImportedAnswer[]): Promise<Imported>;
  questions(store: string): Promise<OpenQuestion[]>;
}

export function createAnswersApi(rest: Rest): AnswersApi {
  const path = (store: string, answer: string) => ({ params: { path: { store, answer } } });
  return {
    list(store, wanted, cursor) {
      const words = wanted.query.trim();
      const query = {
        ...(words === "" ? {} : { query: words }),
        ...(wanted.status === null ? {} : { status: wanted.status }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return documentOf(rest.GET("/stores/{store}/answers", { params: { path: { store }, query } }));
    },
    one: (store, id) => documentOf(rest.GET("/stores/{store}/answers/{answer}", path(store, id))),
    add: (store, body) => documentOf(rest.POST("/stores/{store}/answers", { params: { path: { store } }, body })),
    edit: (store, id, body) => documentOf(rest.POST("/stores/{store}/answers/{answer}", { ...path(store, id), body })),
    approve: (store, id, version) =>
      documentOf(rest.POST("/stores/{store}/answers/{answer}/approve", { ...path(store, id), body: { version } })),
    retire: (store, id, version) =>
      documentOf(rest.POST("/stores/{store}/answers/{answer}/retire", { ...path(store, id), body: { version } })),
    merge: (store, id, version, into) =>
      documentOf(rest.POST("/stores/{store}/answers/{answer}/merge", { ...path(store, id), body: { version, into } })),
    recipients(store, id, cursor) {
      const query = cursor === undefined ? {} : { cursor };
      const params = { path: { store, answer: id }, query };
      return documentOf(rest.GET("/stores/{store}/answers/{answer}/recipients", { params }));
    },
    import: (store, answers) =>
      documentOf(rest.POST("/stores/{store}/answers/import", { params: { path: { store } }, body: { answers } })),
    questions: async (store) =>
      (await documentOf(rest.GET("/stores/{store}/questions", { params: { path: { store } } }))).questions,
  };
}

/** Whether somebody else has changed what was to be changed. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === "conflict";
}

/** What went wrong, in a sentence for the person who tried. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return pageWording().offline;
  return error.problem.detail || pageWording().refused;
}
