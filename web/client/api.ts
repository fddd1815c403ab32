import type { CasePage, CaseView, ClientFrame, EventPage, Me, OpenCase, Problem, ServerFrame, StoreView } from "./generated/wire.ts";

type Ack = Extract<ServerFrame, { action: "ack" }>;
type Behind = Extract<ServerFrame, { action: "behind" }>;

/** A refusal by the API, as RFC 9457 has it. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The REST API. Each call rejects with an `ApiProblem`, or with what `fetch` throws where there is no network. */
export interface Api {
  me(): Promise<Me>;
  store(store: string): Promise<StoreView>;
  /** The customer's own cases. */
  cases(cursor?: string): Promise<CasePage>;
  /** A list of a store, for agents; `month` (YYYY-MM) is for `closed` only. */
  worklist(store: string, list: "waiting" | "open" | "closed", options?: { month?: string; cursor?: string }): Promise<CasePage>;
  caseView(caseId: string): Promise<CaseView>;
  events(caseId: string, range?: { after?: number; before?: number; limit?: number }): Promise<EventPage>;
  open(opening: OpenCase): Promise<Ack>;
  /** Sends a whole command frame, as the socket would. */
  command(frame: Extract<ClientFrame, { case: string }>): Promise<Ack | Behind>;
}
