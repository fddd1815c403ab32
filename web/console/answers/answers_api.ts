import {
  type AnswerEdit,
  type AnswerPage,
  type AnswerStatus,
  type AnswerView,
  type Api,
  ApiProblem,
  type Imported,
  type ImportedAnswer,
  type NewAnswer,
  type OpenQuestion,
  type OpenQuestions,
  type RecipientPage,
} from "../../client/index.ts";
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

export function createAnswersApi(api: Pick<Api, "read" | "write">): AnswersApi {
  const at = (store: string, ...rest: string[]) => ["/stores", store, "answers", ...rest].join("/");
  return {
    list: (store, { query, status }, cursor) =>
      api.read(at(store), { query: query.trim() || undefined, status: status ?? undefined, cursor }),
    one: (store, id) => api.read(at(store, id)),
    add: (store, answer) => api.write(at(store), answer),
    edit: (store, id, edit) => api.write(at(store, id), edit),
    approve: (store, id, version) => api.write(at(store, id, "approve"), { version }),
    retire: (store, id, version) => api.write(at(store, id, "retire"), { version }),
    merge: (store, id, version, into) => api.write(at(store, id, "merge"), { version, into }),
    recipients: (store, id, cursor) => api.read(at(store, id, "recipients"), { cursor }),
    import: (store, answers) => api.write(at(store, "import"), { answers }),
    questions: async (store) => (await api.read<OpenQuestions>(`/stores/${store}/questions`)).questions,
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
