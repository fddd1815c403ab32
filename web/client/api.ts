import type {
  Code,
  CasePage,
  CaseView,
  ClientFrame,
  EventPage,
  Me,
  OpenCase,
  Problem,
  ServerFrame,
  StoreView,
} from "./generated/wire.ts";
import type { Config } from "./config.ts";
import type { Platform } from "./platform.ts";
import type { Tokens } from "./tokens.ts";

export type Ack = Extract<ServerFrame, { action: "ack" }>;
export type Behind = Extract<ServerFrame, { action: "behind" }>;

/** A refusal by the API, as RFC 9457 has it. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The REST API. Each call rejects with an `ApiProblem`, or with what `fetch` throws where there is no network. */
export interface Api {
  me(): Promise<Me>;
  /** Ends this sign-in: its tokens open nothing any more. */
  signOut(): Promise<void>;
  store(store: string): Promise<StoreView>;
  /** The customer's own cases. */
  cases(cursor?: string): Promise<CasePage>;
  /** A list of a store, for agents; `month` (YYYY-MM) is for `closed` only. */
  worklist(
    store: string,
    list: "waiting" | "open" | "closed",
    options?: { month?: string; cursor?: string },
  ): Promise<CasePage>;
  caseView(caseId: string): Promise<CaseView>;
  events(caseId: string, range?: { after?: number; before?: number; limit?: number }): Promise<EventPage>;
  open(opening: OpenCase): Promise<Ack>;
  /** Sends a whole command frame, as the socket would. `keepalive`: the request outlives the page. */
  command(frame: Extract<ClientFrame, { case: string }>, options?: { keepalive: boolean }): Promise<Ack | Behind>;
  /** Any document of the API; what is undefined is left out of the query. */
  read<T>(path: string, query?: Query): Promise<T>;
  /** Posts to any route of the API that answers with a document. */
  write<T>(path: string, body: object): Promise<T>;
}

/** A frame that the outbox sends. */
export type Posted = Exclude<ClientFrame, { action: "sync" | "heartbeat" | "read" | "typing" }>;

type Query = Record<string, string | number | undefined>;

/** The API over `fetch`. A refused token is exchanged once; `signedOut` is told where there is no other. */
export function createApi(
  platform: Pick<Platform, "fetch">,
  config: () => Promise<Config>,
  tokens: Tokens,
  signedOut: (problem: Problem) => void,
): Api {
  const call = async (path: string, body?: object, options: RequestInit = {}): Promise<Response> => {
    const { api } = await config();
    for (let attempt = 0; ; attempt++) {
      const token = await tokens.current(config);
      const response = await platform.fetch(api + path, { ...request(token, body), ...options });
      if (response.ok || response.status === 409) return response;
      const refusal = await problem(response);
      if (response.status !== 401 || token === null) throw new ApiProblem(refusal);
      tokens.refuse(token);
      if (attempt === 0) continue;
      signedOut(refusal);
      throw new ApiProblem(refusal);
    }
  };
  const get = async <T>(path: string, query?: Query): Promise<T> =>
    (await call(path + search(query))).json() as Promise<T>;
  return {
    me: () => get("/me"),
    signOut: async () => void (await call("/visitors/revoke", {})),
    store: (store) => get(`/stores/${store}`),
    cases: (cursor) => get("/cases", { cursor }),
    worklist: (store, list, options) => get(`/stores/${store}/cases`, { list, ...options }),
    caseView: (caseId) => get(`/cases/${caseId}`),
    events: (caseId, range) => get(`/cases/${caseId}/events`, range),
    open: async (opening) => (await answered(await call("/cases", opening))) as Ack,
    command: async ({ case: caseId, ...frame }, options) =>
      answered(await call(`/cases/${caseId}/commands`, frame, options)),
    read: get,
    async write<T>(path: string, body: object) {
      const response = await call(path, body);
      if (!response.ok) throw new ApiProblem(await problem(response));
      return response.json() as Promise<T>;
    },
  };
}

/** Sends a command's frame over REST. */
export function post(api: Api, frame: Posted, options?: { keepalive: boolean }): Promise<Ack | Behind> {
  if (frame.action !== "open") return api.command(frame, options);
  const { action: _, ...opening } = frame;
  return api.open(opening);
}

function request(token: string | null, body?: object): RequestInit {
  const headers: Record<string, string> = {};
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (!body) return { headers };
  headers["content-type"] = "application/json";
  return { method: "POST", headers, body: JSON.stringify(body) };
}

/** An answer to a command: 409 is either `behind`, or a refusal such as `conflict`. */
async function answered(response: Response): Promise<Ack | Behind> {
  const isFrame = response.ok || response.status === 409;
  if (!isFrame) throw new ApiProblem(await problem(response));
  const answer = (await response.json()) as Ack | Behind | Problem;
  if ("code" in answer) throw new ApiProblem(answer);
  return { ...answer, action: response.ok ? "ack" : "behind" } as Ack | Behind;
}

async function problem(response: Response): Promise<Problem> {
  const otherwise: Problem = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: "",
    code: codeOf(response.status),
  };
  return response
    .json()
    .then((body: Problem) => (body.code ? body : otherwise))
    .catch(() => otherwise);
}

/** What the gateway itself says has no code of ours: too much at once passes, as do its own failures. */
function codeOf(status: number): Code {
  if (status >= 500) return "internal";
  return [408, 425, 429].includes(status) ? "busy" : "bad_frame";
}

function search(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}
