import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "../client/api.ts";
import { ApiProblem } from "../client/index.ts";
import { createRest, documentOf } from "./rest.ts";

/** The REST client over a service that answers with this, and what it was asked. */
function setUp(answer: () => Response) {
  const asked: { url: string; method: string; body: unknown; token: string | null }[] = [];
  const fetch = async (url: string, init: RequestInit = {}) => {
    const token = new Headers(init.headers).get("authorization");
    asked.push({ url, method: init.method ?? "GET", body: init.body ?? null, token });
    return answer();
  };
  const tokens = { scope: async () => "p", current: async () => "t", refuse: () => {}, me: () => null };
  const config = async () => ({ api: "https://api.example", socket: "", oidc: { issuer: "", client_id: "" } });
  return { rest: createRest(createApi({ fetch }, config, tokens, () => {})), asked };
}

test("a route's parts are filled in, and a list of values is one parameter", async () => {
  const { rest, asked } = setUp(() => Response.json({ waiting: 1, open: null, closed: 2 }));
  const query = { lists: ["waiting" as const, "closed" as const] };
  const counts = await documentOf(rest.GET("/stores/{store}/counts", { params: { path: { store: "a b" }, query } }));
  assert.equal(counts.closed, 2);
  const url = "https://api.example/stores/a%20b/counts?lists=waiting,closed";
  assert.deepEqual(asked, [{ url, method: "GET", body: null, token: "Bearer t" }]);
});

test("a document is posted as JSON", async () => {
  const { rest, asked } = setUp(() => Response.json({ added: 1, known: 0 }));
  const body = { answers: [{ question: "When?", text: "Soon." }] };
  const path = { store: "demo" };
  assert.equal((await documentOf(rest.POST("/stores/{store}/answers/import", { params: { path }, body }))).added, 1);
  assert.equal(asked[0]?.method, "POST");
  assert.deepEqual(JSON.parse(String(asked[0]?.body)), body);
});

test("what is refused rejects with the problem", async () => {
  const { rest } = setUp(() => Response.json({ code: "conflict", detail: "Someone was faster." }, { status: 409 }));
  const params = { path: { store: "demo", answer: "one" } };
  const refused = documentOf(rest.POST("/stores/{store}/answers/{answer}/retire", { params, body: { version: 1 } }));
  await assert.rejects(refused, (error) => error instanceof ApiProblem && error.problem.code === "conflict");
});
