import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { memoryStore } from "../client/memory.ts";
import { createSession } from "./session.ts";

const ISSUER = "https://issuer.test";
const party = { issuer: ISSUER, client_id: "firstline", redirect_uri: "https://desk.test/console/" };
const NOW = 1_800_000_000_000;

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object) => `${base64url({ alg: "ES256", kid: "k" })}.${base64url(claims)}.c2lnbmF0dXJl`;

/** An issuer that answers the token endpoint with `claims` over what it should say. */
function setUp(
  claims: object = {},
  more: { refresh?: string; status?: number; scopes?: string[]; issuer?: string } = {},
) {
  let now = NOW;
  let left = "";
  const asked: URLSearchParams[] = [];
  const nonce = () => new URL(left).searchParams.get("nonce");
  const fetch = async (url: string, init?: RequestInit) => {
    if (url.endsWith("/.well-known/openid-configuration")) {
      const doors = { authorization_endpoint: `${ISSUER}/authorize`, token_endpoint: `${ISSUER}/token` };
      const can = { scopes_supported: more.scopes ?? ["openid"], id_token_signing_alg_values_supported: ["ES256"] };
      return Response.json({ issuer: more.issuer ?? ISSUER, ...doors, ...can });
    }
    asked.push(init?.body as URLSearchParams);
    const times = { iat: now / 1000, exp: now / 1000 + 3600 };
    const said = { iss: ISSUER, aud: "firstline", sub: "maya", ...times, nonce: nonce(), ...claims };
    const tokens = { access_token: "a", token_type: "Bearer", id_token: jwt(said), refresh_token: more.refresh };
    return Response.json(tokens, { status: more.status ?? 200 });
  };
  const edges = { fetch, now: () => now };
  const store = memoryStore();
  const session = createSession(
    edges,
    store,
    async () => party,
    (url) => (left = url),
  );
  const back = async (change: Record<string, string> = {}) => {
    await session.signIn("/console/?list=open");
    const state = new URL(left).searchParams.get("state") ?? "";
    return session.complete(new URLSearchParams({ code: "c0de", state, ...change }));
  };
  const fail = (status: number) => (more.status = status);
  return { session, store, back, asked, fail, left: () => new URL(left), pass: (ms: number) => (now += ms) };
}

test("a sign-in proves itself by PKCE and leads back to where it began", async () => {
  const { session, back, asked, left } = setUp();
  assert.equal(await back(), "/console/?list=open");
  const verifier = asked[0]?.get("code_verifier") ?? "";
  assert.equal(left().searchParams.get("code_challenge"), createHash("sha256").update(verifier).digest("base64url"));
  assert.equal(left().searchParams.get("code_challenge_method"), "S256");
  assert.equal(session.standing.get().isIn, true);
  assert.match((await session.next(false)) ?? "", /^ey/);
});

test("an answer that is not to this sign-in is refused", async () => {
  for (const [claims, change] of [
    [{ nonce: "another" }, {}],
    [{ iss: "https://evil.test" }, {}],
    [{ aud: "other-app" }, {}],
    [{ aud: ["firstline", "other-app"] }, {}],
    [{ sub: 17 }, {}],
    [{ exp: NOW / 1000 - 1 }, {}],
    [{ exp: undefined }, {}],
    [{ iat: undefined }, {}],
    [{}, { state: "forged" }],
    [{}, { error: "access_denied" }],
  ] as const) {
    const { session, back } = setUp(claims);
    await back(change);
    assert.equal(session.standing.get().isIn, false, JSON.stringify([claims, change]));
    assert.ok(session.standing.get().trouble);
    assert.equal(await session.next(false), null);
  }
});

test("an issuer that calls itself by another name is left alone", async () => {
  for (const issuer of ["https://evil.test", `${ISSUER}/`]) {
    const { session, left } = setUp({}, { issuer });
    await session.signIn("/console/");
    assert.throws(left);
    assert.match(session.standing.get().trouble ?? "", /sign-in service/);
  }
});

test("a refused renewal ends the session, and one that fails leaves it for the next attempt", async () => {
  const { session, back, fail, pass } = setUp({}, { refresh: "r1", scopes: ["openid", "offline_access"] });
  await back();
  pass(3600_000);
  fail(503);
  await assert.rejects(session.next(false));
  assert.equal(session.standing.get().isIn, true);
  fail(400);
  assert.equal(await session.next(false), null);
  assert.equal(session.standing.get().isIn, false);
});

test("an answer nobody asked for is refused, and an ordinary address is no answer", async () => {
  const { session } = setUp();
  assert.equal(await session.complete(new URLSearchParams({ case: "abc" })), null);
  assert.equal(session.standing.get().trouble, null);
  await session.complete(new URLSearchParams({ code: "stolen", state: "x" }));
  assert.equal(session.standing.get().isIn, false);
});

test("a session that can't be renewed ends, and says when", async () => {
  const { session, back, pass } = setUp();
  await back();
  assert.equal(session.standing.get().ends, NOW + 3600_000);
  pass(3600_000);
  assert.equal(await session.next(false), null);
  assert.match(session.standing.get().trouble ?? "", /is kept/);
});

test("a session with a refresh token renews itself once for all who ask", async () => {
  const { session, back, asked, pass } = setUp({}, { refresh: "r1", scopes: ["openid", "offline_access"] });
  await back();
  assert.equal(session.standing.get().ends, null);
  pass(3600_000);
  const [first, second] = await Promise.all([session.next(false), session.next(true)]);
  assert.equal(first, second);
  assert.equal(asked.filter((form) => form.get("grant_type") === "refresh_token").length, 1);
});

test("signing out forgets the token", async () => {
  const { session, store, back } = setUp();
  await back();
  session.signOut(null);
  assert.equal(await session.next(false), null);
  assert.deepEqual(store.keys("session/"), []);
});

test("whoever is signed in has the code for the first renewal before the network may go", async () => {
  const grant = { token: "t", refresh: "r", sub: "maya", expires: NOW + 1000 };
  for (const [held, loads] of [
    [grant, 1],
    [{ ...grant, refresh: null, expires: NOW - 1 }, 0],
    [null, 0],
  ] as const) {
    const store = memoryStore();
    if (held !== null) store.set("session/grant", JSON.stringify(held));
    let loaded = 0;
    const edges = { fetch: () => Promise.reject(new TypeError("offline")), now: () => NOW };
    createSession(
      edges,
      store,
      async () => party,
      () => undefined,
      () => {
        loaded += 1;
        return import("./oidc.ts");
      },
    );
    assert.equal(loaded, loads, JSON.stringify(held));
  }
});
