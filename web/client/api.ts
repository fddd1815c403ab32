import type {
  Code,
  CaseView,
  ClientFrame,
  EventPage,
  Me,
  OpenCase,
  Problem,
  ServerFrame,
  StoreView,
} from "./generated/wire.ts";
import type { paths } from "./generated/rest.ts";
import type { Config } from "./config.ts";
import type { Platform } from "./platform.ts";
import { readStore } from "./store_view.ts";
import type { Tokens } from "./tokens.ts";

export type Ack = Extract<ServerFrame, { action: "ack" }>;
export type Behind = Extract<ServerFrame, { action: "behind" }>;

/** A refusal by the API, as RFC 9457 has it. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The routes that answer a GET with a document. */
type Readable = { [P in keyof paths]: paths[P] extends { get: Answering<unknown> } ? P : never }[keyof paths];

type Answering<T> = { responses: { 200: { content: { "application/json": T } } } };

type DocumentOf<P extends Readable> = paths[P] extends { get: Answering<infer T> } ? T : never;

type QueryOf<P extends Readable> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? { [K in keyof Q]: Q[K] | undefined }
  : never;

/** A route's path with its placeholders filled. */
type Filled<P> = P extends `${infer Start}{${string}}${infer End}` ? `${Start}${string}${Filled<End>}` : P;

/** The REST API. Each call rejects with an `ApiProblem`, or with what `fetch` throws where there is no network. */
export interface Api {
  me(): Promise<Me>;
  /** Ends this sign-in: its tokens open nothing any more. */
  signOut(): Promise<void>;
  store(store: string): Promise<StoreView>;
  /** The customer's own cases. */
  cases(cursor?: string): Promise<DocumentOf<"/cases">>;
  /** A list of a store, for agents; `month` (YYYY-MM) is for `closed` only. */
  worklist(
    store: string,
    list: "waiting" | "open" | "snoozed" | "closed",
    options?: { month?: string; cursor?: string },
  ): Promise<DocumentOf<"/stores/{store}/cases">>;
  caseView(caseId: string): Promise<CaseView>;
  events(caseId: string, range?: { after?: number; before?: number; limit?: number }): Promise<EventPage>;
  open(opening: OpenCase): Promise<Ack>;
  /** Sends a whole command frame, as the socket would. */
  command(frame: Extract<ClientFrame, { case: string }>): Promise<Ack | Behind>;
  /**
   * Sends a frame by a form that outlives the page. The token is one of its fields: with a header of its own the browser
   * would ask the service first, and what has to ask is dropped with the page.
   */
  submit(frame: string): Promise<Ack | Behind>;
  /** Any other route: a GET, or a POST of this JSON. */
  fetch(path: string, body?: string, options?: RequestInit): Promise<Response>;
}

/** A frame that the outbox sends. */
export type Posted = Exclude<ClientFrame, { action: "sync" | "heartbeat" | "read" | "typing" }>;

/** The API over `fetch`. A refused token is exchanged once; `signedOut` is told where there is no other. */
export function createApi(
  platform: Pick<Platform, "fetch">,
  config: () => Promise<Config>,
  tokens: Tokens,
  signedOut: (problem: Problem) => void,
): Api {
  const call = async (path: string, body?: string, options?: RequestInit): Promise<Response> => {
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
  const get = async <P extends Readable>(path: Filled<P>, query?: QueryOf<P>): Promise<DocumentOf<P>> =>
    (await call(path + search(query))).json() as Promise<DocumentOf<P>>;
  return {
    me: () => get<"/me">("/me"),
    signOut: async () => void (await call("/visitors/revoke", "{}", { keepalive: true })),
    store: async (store) => readStore(platform, await config(), store),
    cases: (cursor) => get<"/cases">("/cases", { cursor }),
    worklist: (store, list, options) => get<"/stores/{store}/cases">(`/stores/${store}/cases`, { list, ...options }),
    caseView: (caseId) => get<"/cases/{case}">(`/cases/${caseId}`),
    events: (caseId, range) => get<"/cases/{case}/events">(`/cases/${caseId}/events`, range),
    open: async (opening) => (await answered(await call("/cases", JSON.stringify(opening)))) as Ack,
    command: async ({ case: caseId, ...frame }) =>
      answered(await call(`/cases/${caseId}/commands`, JSON.stringify(frame))),
    async submit(frame) {
      const { api } = await config();
      const body = new URLSearchParams({ access_token: (await tokens.current(config)) ?? "", frame });
      return answered(await platform.fetch(`${api}/frames`, { method: "POST", keepalive: true, body }));
    },
    async fetch(path, body) {
      const response = await call(path, body);
      if (!response.ok) throw new ApiProblem(await problem(response));
      return response;
    },
  };
}

/** Sends a command's frame over REST. */
export function post(api: Api, frame: Posted): Promise<Ack | Behind> {
  if (frame.action !== "open") return api.command(frame);
  const { action: _, ...opening } = frame;
  return api.open(opening);
}

function request(token: string | null, body?: string): RequestInit {
  const headers: Record<string, string> = {};
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (!body) return { headers };
  headers["content-type"] = "application/json";
  return { method: "POST", headers, body };
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

function search(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}
