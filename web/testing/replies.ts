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

/** Reads a request. A form brings its token as a field, and a frame. */
export function askedOf(
  address: string,
  { authorization, type }: Record<"authorization" | "type", string | null | undefined>,
  text: string,
): Asked {
  const form = type?.startsWith("application/x-www-form-urlencoded") ? new URLSearchParams(text) : null;
  const document = form ? form.get("frame") : text;
  return {
    url: new URL(address, "http://api"),
    token: form?.get("access_token") ?? authorization?.replace("Bearer ", "") ?? null,
    body: document ? (JSON.parse(document) as object) : null,
  };
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
