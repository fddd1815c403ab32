import * as oauth from "oauth4webapi";
import { SignInError } from "./sign_in_error.ts";

/** What the OpenID Connect exchange touches of the world. */
export interface OidcEdges {
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now: () => number;
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

const ENDED = "The identity has already ended, or has not begun. Is this computer's clock right?";

/** Prepares a departure to the issuer: its address and what to remember (authorization code with PKCE). */
export async function depart(
  edges: OidcEdges,
  party: Party,
  returnTo: string,
): Promise<{ url: string; attempt: Attempt }> {
  const server = await discover(edges, party.issuer);
  if (server.authorization_endpoint === undefined) throw new SignInError("The sign-in service has no sign-in page.");
  const [state, nonce, verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ];
  const url = new URL(server.authorization_endpoint);
  // Offline access is asked for only where the issuer knows it: others refuse the whole request.
  const hasOffline = server.scopes_supported?.includes("offline_access") === true;
  const query = {
    response_type: "code",
    client_id: party.client_id,
    redirect_uri: party.redirect_uri,
    scope: hasOffline ? "openid profile offline_access" : "openid profile",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, attempt: { state, nonce, verifier, returnTo } };
}

/** Exchanges what the issuer sent back for a token. Rejects with `SignInError` where anything doesn't fit. */
export async function arrive(edges: OidcEdges, party: Party, attempt: Attempt, query: URLSearchParams): Promise<Grant> {
  if (query.get("state") !== attempt.state)
    throw new SignInError("This sign-in was started elsewhere. Please start again.");
  const server = await discover(edges, party.issuer);
  const client = clientOf(edges, party);
  const refused = query.get("error_description") ?? "The sign-in was not completed.";
  const params = trusted(() => oauth.validateAuthResponse(server, client, query, attempt.state), refused);
  const response = await answered(
    oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      params,
      party.redirect_uri,
      attempt.verifier,
      options(edges, party.issuer),
    ),
  );
  const checks = { expectedNonce: attempt.nonce, requireIdToken: true };
  return grantOf(
    await checked(oauth.processAuthorizationCodeResponse(server, client, response, checks)),
    null,
    edges.now(),
  );
}

/** Trades a refresh token for a new ID token of the same person. */
export async function renew(edges: OidcEdges, party: Party, old: Grant): Promise<Grant> {
  if (old.refresh === null) throw new SignInError("This sign-in can't be renewed.");
  const server = await discover(edges, party.issuer);
  const client = clientOf(edges, party);
  const response = await answered(
    oauth.refreshTokenGrantRequest(server, client, oauth.None(), old.refresh, options(edges, party.issuer)),
  );
  const answer = await checked(oauth.processRefreshTokenResponse(server, client, response));
  const grant = grantOf(answer, old.refresh, edges.now());
  if (grant.sub !== old.sub) throw new SignInError("The sign-in service answered for another person.");
  return grant;
}

/** Asks the issuer where its doors are. */
async function discover(edges: OidcEdges, issuer: string): Promise<oauth.AuthorizationServer> {
  const response = await oauth.discoveryRequest(new URL(issuer), { algorithm: "oidc", ...options(edges, issuer) });
  if (!response.ok) throw new SignInError(`The sign-in service answered ${response.status}.`);
  const server = await checked(oauth.processDiscoveryResponse(new URL(issuer), response));
  // The service that reads our tokens compares letter by letter.
  if (server.issuer !== issuer) throw new SignInError("The sign-in service calls itself by another name.");
  return server;
}

/** Plain HTTP is for an issuer on this machine: the deployment's template allows no other. */
function options(edges: OidcEdges, issuer: string) {
  const fetch = (url: string, init: object) => edges.fetch(url, init);
  return { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: issuer.startsWith("http:") };
}

function clientOf(edges: OidcEdges, party: Party): oauth.Client {
  // The library reads the computer's own clock.
  return { client_id: party.client_id, [oauth.clockSkew]: Math.round((edges.now() - Date.now()) / 1000) };
}

/** The token endpoint's answer. One that it refuses ends the sign-in; where it fails, trying again may help. */
async function answered(request: Promise<Response>): Promise<Response> {
  const response = await request;
  const isRefused = response.status >= 400 && response.status < 500;
  if (isRefused) throw new SignInError("The sign-in service refused. Please sign in again.");
  if (!response.ok) throw new Error(`token endpoint: ${response.status}`);
  return response;
}

/** What the library has checked. The signature of an ID token is not: it came over TLS from the issuer itself. */
async function checked<T>(outcome: Promise<T>): Promise<T> {
  return outcome.catch((error: unknown) => {
    throw new SignInError(sentenceOf(error), { cause: error });
  });
}

function trusted<T>(check: () => T, sentence: string): T {
  try {
    return check();
  } catch (error) {
    throw new SignInError(sentence, { cause: error });
  }
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === oauth.JWT_TIMESTAMP_CHECK) return ENDED;
  if (code === oauth.JWT_CLAIM_COMPARISON) return "The identity was made for another application or sign-in.";
  return "The sign-in service's answer is not one to trust.";
}

function grantOf(answer: oauth.TokenEndpointResponse, refresh: string | null, now: number): Grant {
  const claims = oauth.getValidatedIdTokenClaims(answer);
  if (claims === undefined || answer.id_token === undefined)
    throw new SignInError("The sign-in service gave no identity.");
  // The library allows clocks to differ; a token that has ended for us would be renewed at once, again and again.
  if (claims.exp * 1000 <= now) throw new SignInError(ENDED);
  return {
    token: answer.id_token,
    refresh: answer.refresh_token ?? refresh,
    sub: claims.sub,
    expires: claims.exp * 1000,
  };
}
