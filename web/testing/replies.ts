import type { Code } from "../client/index.ts";
import type { Person } from "./people.ts";

/** What a route answers with. */
export interface Reply {
  status: number;
  json: unknown;
}

/** A request as it comes over HTTP. */
export interface Asked {
  url: URL;
  /** The bearer's token, where there is one. */
  token: string | null;
  /** The document; null for a request without one, which is a GET. */
  body: object | null;
}

/** A request of somebody whom the service knows. */
export interface Request {
  path: string;
  query: URLSearchParams;
  body: object | null;
  person: Person;
}

/** One subject's routes; null where a request is for none of them. */
export type Routes = (request: Request) => Reply | null;

export function ok(json: unknown, status = 200): Reply {
  return { status, json };
}

export function problem(status: number, code: Code, more: { detail?: string; retry_after?: number } = {}): Reply {
  return { status, json: { type: "about:blank", title: code, status, detail: code, code, ...more } };
}
