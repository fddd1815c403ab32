// A real OpenID provider on a loopback port, and ID tokens obtained from it the way a browser does: authorization
// code with PKCE, login and consent pages included. Prints one line of JSON and serves until standard input closes:
// {"issuer": "http://127.0.0.1:…", "tokens": [{"algorithm": "RS256", "audience": "…", "token": "…"}, …]}

import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const REDIRECT = "http://127.0.0.1/callback";
const PERSON = { sub: "person-1", name: "Ines Moreau", role: "lead", stores: ["demo", "north"] };
const ALGORITHMS = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
};

const clientFor = (algorithm) => `firstline-${algorithm.toLowerCase()}`;

function provider(issuer) {
  const keys = Object.entries(ALGORITHMS).map(([alg, generate]) => ({
    ...generate().privateKey.export({ format: "jwk" }),
    alg,
    kid: `key-${alg}`,
    use: "sig",
  }));
  return new Provider(issuer, {
    jwks: { keys },
    clients: Object.keys(ALGORITHMS).map((alg) => ({
      client_id: clientFor(alg),
      application_type: "native",
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: alg,
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: "none",
    })),
    claims: { openid: Object.keys(PERSON) },
    conformIdTokenClaims: false, // the claims belong into the ID token, not only behind userinfo
    cookies: { keys: [randomBytes(32).toString("hex")] },
    enabledJWA: { idTokenSigningAlgValues: Object.keys(ALGORITHMS) },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => PERSON }),
    pkce: { required: () => true },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
}

/** A browser's part: cookies, and redirects until one leads out to the client. */
class Visitor {
  #cookies = new Map();

  async follow(url, init = {}) {
    const cookie = [...this.#cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split("=");
      this.#cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (!location) return { url, page: await response.text() };
    const next = new URL(location, url).href;
    return next.startsWith(REDIRECT) ? { url: next } : this.follow(next);
  }

  submit(url, fields) {
    return this.follow(url, { method: "POST", body: new URLSearchParams(fields) });
  }
}

async function signIn(issuer, clientId) {
  const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    nonce: "n",
    redirect_uri: REDIRECT,
    response_type: "code",
    scope: "openid",
    state: "s",
  });
  const visitor = new Visitor();
  const login = await visitor.follow(`${discovery.authorization_endpoint}?${query}`);
  const consent = await visitor.submit(login.url, { prompt: "login", login: PERSON.sub, password: "any" });
  const done = await visitor.submit(consent.url, { prompt: "consent" });
  const code = new URL(done.url).searchParams.get("code");
  const body = new URLSearchParams({
    client_id: clientId,
    code,
    code_verifier: verifier,
    grant_type: "authorization_code",
    redirect_uri: REDIRECT,
  });
  const answer = await (await fetch(discovery.token_endpoint, { method: "POST", body })).json();
  if (!answer.id_token) throw new Error(`no ID token: ${answer.error_description ?? answer.error}`);
  return answer.id_token;
}

const server = createServer().listen(0, "127.0.0.1", async () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", provider(issuer).callback());
  const tokens = [];
  for (const algorithm of Object.keys(ALGORITHMS)) {
    const audience = clientFor(algorithm);
    tokens.push({ algorithm, audience, token: await signIn(issuer, audience) });
  }
  console.log(JSON.stringify({ issuer, tokens }));
});
process.stdin.resume().on("end", () => process.exit());
