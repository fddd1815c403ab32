import { cell, type Cell, type Readable, type Store } from "../client/index.ts";
import type { Attempt, Grant, OidcEdges, Party } from "./oidc.ts";
import { SignInError } from "./sign_in_error.ts";
import { wording } from "./words/index.ts";

/** Where a person stands: signed in, or not, and if something went wrong, what. */
export interface SignInState {
  isIn: boolean;
  /** A sentence for the sign-in page. */
  trouble: string | null;
  /** When the token ends for good, in milliseconds since 1970; null while it renews itself. */
  ends: number | null;
}

/** An agent's sign-in. The token lives in this tab alone and ends with it. */
export interface Session {
  readonly standing: Readable<SignInState>;
  /** Where the sign-in that was just completed wants to go on; null where this page load completes none. */
  complete(query: URLSearchParams): Promise<string | null>;
  /** Leaves for the issuer. */
  signIn(returnTo: string): Promise<void>;
  /** For `externalTokens`: the token at hand, or another one; null: signed out. Rejects where the network fails. */
  next(refused: boolean): Promise<string | null>;
  /** Forgets the person. `why` is shown on the sign-in page. */
  signOut(why: string | null): void;
}

/** A chunk of its own, so that the first screen does not wait for it. */
const loadOidc = () => import("./oidc.ts");

const GRANT = "session/grant";
const ATTEMPT = "session/attempt";

/**
 * A session in a store that lasts as long as the tab. `leave` goes to another page. Whoever is signed in loads the chunk for
 * the first renewal at once: by then the network may be gone, and a browser may remember a failed import.
 */
export function createSession(
  platform: OidcEdges,
  store: Store,
  party: () => Promise<Party>,
  leave: (url: string) => void,
  oidc = loadOidc,
): Session {
  const read = <T>(key: string): T | null => JSON.parse(store.get(key) ?? "null") as T | null;
  const standing: Cell<SignInState> = cell(signInStateOf(read<Grant>(GRANT), platform.now()));
  let renewing: Promise<string | null> | null = null;
  if (standing.get().isIn) void oidc().catch(() => undefined);

  const keep = (grant: Grant) => {
    store.set(GRANT, JSON.stringify(grant));
    standing.set(signInStateOf(grant, platform.now()));
    return grant.token;
  };
  const drop = (trouble: string | null) => {
    store.remove(GRANT);
    standing.set({ isIn: false, trouble, ends: null });
    return null;
  };
  const renewOnce = (grant: Grant) => {
    renewing ??= party()
      .then(async (known) => (await oidc()).renew(platform, known, grant))
      .then(keep, (error: unknown) => {
        if (error instanceof SignInError) return drop(wording().signInEnded);
        throw error;
      })
      .finally(() => (renewing = null));
    return renewing;
  };

  return {
    standing,
    async complete(query) {
      const attempt = read<Attempt>(ATTEMPT);
      const isReturn = query.has("state") && (query.has("code") || query.has("error"));
      if (!isReturn) return null;
      store.remove(ATTEMPT);
      try {
        if (attempt === null) throw new SignInError(wording().signInElsewhere);
        keep(await (await oidc()).arrive(platform, await party(), attempt, query));
      } catch (error) {
        drop(error instanceof SignInError ? error.message : wording().signInUnreachable);
      }
      return attempt?.returnTo ?? "";
    },
    async signIn(returnTo) {
      try {
        const { url, attempt } = await (await oidc()).depart(platform, await party(), returnTo);
        store.set(ATTEMPT, JSON.stringify(attempt));
        leave(url);
      } catch (error) {
        drop(error instanceof SignInError ? error.message : wording().signInUnreachable);
      }
    },
    async next(refused) {
      const grant = read<Grant>(GRANT);
      if (grant === null) return null;
      if (!refused && grant.expires > platform.now()) return grant.token;
      return grant.refresh === null ? drop(wording().signInEnded) : renewOnce(grant);
    },
    signOut: drop,
  };
}

function signInStateOf(grant: Grant | null, now: number): SignInState {
  const isIn = grant !== null && (grant.refresh !== null || grant.expires > now);
  return { isIn, trouble: null, ends: isIn && grant.refresh === null ? grant.expires : null };
}
