import assert from "node:assert/strict";
import { test } from "node:test";
import { type ApiProblem, createApi } from "./api.ts";

/** The code under which the client knows an answer. */
async function codeOf(status: number, body: string): Promise<string> {
  const tokens = { scope: async () => "p", current: async () => "t", refuse: () => {}, me: () => null };
  const config = async () => ({ api: "http://api", socket: "", oidc: { issuer: "", client_id: "" } });
  const api = createApi({ fetch: async () => new Response(body, { status }) }, config, tokens, () => {});
  return api.me().then(
    () => "none",
    (error: ApiProblem) => error.problem.code,
  );
}

test("what the gateway says without a code of ours passes, where waiting helps", async () => {
  assert.equal(await codeOf(429, '{"message":"Too Many Requests"}'), "busy");
  assert.equal(await codeOf(503, "Service Unavailable"), "internal");
  assert.equal(await codeOf(414, ""), "bad_frame");
  assert.equal(await codeOf(404, '{"code":"not_found","detail":""}'), "not_found");
});

test("what a page sends as it goes needs no asking first, and shows its token in no address", async () => {
  const sent: [string, RequestInit][] = [];
  const tokens = { scope: async () => "p", current: async () => "t", refuse: () => {}, me: () => null };
  const config = async () => ({ api: "http://api", socket: "", oidc: { issuer: "", client_id: "" } });
  const platform = {
    fetch: async (url: string, init: RequestInit = {}) => {
      sent.push([url, init]);
      return Response.json({ action: "ack", id: "command-1" });
    },
  };
  await createApi(platform, config, tokens, () => {}).submit('{"action":"send"}');
  const [[url, init] = ["", {}]] = sent;
  assert.equal(url, "http://api/frames");
  // Without headers of its own, and of a form's type, a request is a simple one.
  const { headers, body, keepalive } = init;
  assert.deepEqual([headers, body instanceof URLSearchParams, keepalive], [undefined, true, true]);
  assert.equal(String(body), new URLSearchParams({ access_token: "t", frame: '{"action":"send"}' }).toString());
});
