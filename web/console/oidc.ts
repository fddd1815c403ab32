/** What the OpenID Connect exchange touches of the world. */
export interface OidcEdges {
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** This many unpredictable bytes. */
  random: (count: number) => Uint8Array;
  sha256: (text: string) => Promise<Uint8Array>;
}

/** The console as the issuer knows it. */
export interface Party {
  issuer: string;
  client_id: string;
  /** Where the issuer sends people back to. */
  redirect_uri: string;
}

/** What must be remembered between leaving for the issuer and coming back. */
export interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  /** Where in the console to go on. */
  returnTo: string;
}

/** What the issuer gave. */
export interface Grant {
  token: string;
  refresh: string | null;
  sub: string;
  /** When the token ends, in milliseconds since 1970. */
  expires: number;
}

/** The issuer's answer is not one to trust, or it refused. */
export class SignInError extends Error {}

interface Discovery {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint?: string;
  scopes_supported?: string[];
}

interface Claims {
  iss?: string;
  aud?: string | string[];
  sub?: string;
  exp?: number;
  nonce?: string;
}

/** Asks the issuer where its doors are. */
export async function discover(edges: OidcEdges, issuer: string): Promise<Discovery> {
  const response = await edges.fetch(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok) throw new SignInError(`The sign-in service answered ${response.status}.`);
  const found = (await response.json()) as Discovery;
  if (found.issuer !== issuer) throw new SignInError("The sign-in service calls itself by another name.");
  return found;
}

/** Prepares a departure to the issuer: its address and what to remember (authorization code with PKCE). */
export async function depart(
  edges: OidcEdges,
  party: Party,
  returnTo: string,
): Promise<{ url: string; attempt: Attempt }> {
  const found = await discover(edges, party.issuer);
  const [state, nonce, verifier] = [16, 16, 32].map((count) => base64url(edges.random(count))) as [
    string,
    string,
    string,
  ];
  const url = new URL(found.authorization_endpoint);
  // Offline access is asked for only where the issuer knows it: others refuse the whole request.
  const hasOffline = found.scopes_supported?.includes("offline_access") === true;
  const query = {
    response_type: "code",
    client_id: party.client_id,
    redirect_uri: party.redirect_uri,
    scope: hasOffline ? "openid profile offline_access" : "openid profile",
    state,
    nonce,
    code_challenge: base64url(await edges.sha256(verifier)),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, attempt: { state, nonce, verifier, returnTo } };
}

/** Exchanges what the issuer sent back for a token. Rejects with `SignInError` where anything doesn't fit. */
export async function arrive(edges: OidcEdges, party: Party, attempt: Attempt, query: URLSearchParams): Promise<Grant> {
  const code = query.get("code");
  if (query.get("state") !== attempt.state)
    throw new SignInError("This sign-in was started elsewhere. Please start again.");
  if (code === null) throw new SignInError(query.get("error_description") ?? "The sign-in was not completed.");
  const form = {
    grant_type: "authorization_code",
    code,
    redirect_uri: party.redirect_uri,
    code_verifier: attempt.verifier,
  };
  const answer = await ask(edges, party, form);
  const claims = check(answer.id_token, party, edges.now());
  if (claims.nonce !== attempt.nonce)
    throw new SignInError("The sign-in service answered another sign-in than this one.");
  return grantOf(answer, claims, null);
}

/** Trades a refresh token for a new ID token of the same person. */
export async function renew(edges: OidcEdges, party: Party, old: Grant): Promise<Grant> {
  if (old.refresh === null) throw new SignInError("This sign-in can't be renewed.");
  const answer = await ask(edges, party, { grant_type: "refresh_token", refresh_token: old.refresh });
  const claims = check(answer.id_token, party, edges.now());
  if (claims.sub !== old.sub) throw new SignInError("The sign-in service answered for another person.");
  return grantOf(answer, claims, old.refresh);
}

interface TokenAnswer {
  id_token?: string;
  refresh_token?: string;
}

async function ask(edges: OidcEdges, party: Party, form: Record<string, string>): Promise<TokenAnswer> {
  const { token_endpoint } = await discover(edges, party.issuer);
  const body = new URLSearchParams({ client_id: party.client_id, ...form });
  const response = await edges.fetch(token_endpoint, { method: "POST", body });
  const isRefused = response.status >= 400 && response.status < 500;
  if (isRefused) throw new SignInError("The sign-in service refused. Please sign in again.");
  if (!response.ok) throw new Error(`token endpoint: ${response.status}`);
  return (await response.json()) as TokenAnswer;
}

/** The claims, after the checks that are the client's. The signature is the service's to check: here the token came over TLS from the issuer itself. */
function check(token: string | undefined, party: Party, now: number): Claims {
  const claims = token === undefined ? null : claimsOf(token);
  if (claims === null) throw new SignInError("The sign-in service gave no identity.");
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const isOurs = claims.iss === party.issuer && audience.includes(party.client_id);
  if (!isOurs) throw new SignInError("The identity was made for another application.");
  if ((claims.exp ?? 0) * 1000 <= now)
    throw new SignInError("The identity has already ended. Is this computer's clock right?");
  return claims;
}

function grantOf(answer: TokenAnswer, claims: Claims, refresh: string | null): Grant {
  return {
    token: answer.id_token!,
    refresh: answer.refresh_token ?? refresh,
    sub: claims.sub ?? "",
    expires: (claims.exp ?? 0) * 1000,
  };
}

/** A JWT's claims, unverified; null where it is none. */
export function claimsOf(token: string): Claims | null {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (char) => char.charCodeAt(0)))) as Claims;
  } catch {
    return null;
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}
