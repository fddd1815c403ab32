import createClient, { type Client } from "openapi-fetch";
import type { Api } from "../client/index.ts";
import type { paths } from "../client/generated/rest.ts";

/** Every route of the REST API, typed by the service's own description. */
export type Rest = Client<paths, "application/json">;

/** Stands for the API's address, which is not known before the configuration has been read. */
const BASE = "http://api";

/** Creates the client over `api`, which knows the address and the token, and rejects what is refused. */
export function createRest(api: Pick<Api, "fetch">): Rest {
  return createClient<paths, "application/json">({
    baseUrl: BASE,
    // A list of values is one parameter, with commas between.
    querySerializer: { array: { style: "form", explode: false } },
    async fetch(request: Request) {
      const path = request.url.slice(BASE.length);
      const body = request.method === "GET" ? undefined : await request.text();
      return api.fetch(path, body, { signal: request.signal });
    },
  });
}

/** The document of an answer. */
export async function documentOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
