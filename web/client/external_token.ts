import { MARGIN, type Tokens } from "./tokens.ts";

/**
 * Tokens that someone else issues: a shop's server for its customer, an OpenID provider for an agent.
 * `next(refused)` gives the token at hand, or a new one where `refused` says that the last is no good; null: signed out.
 */
export function externalTokens(
  next: (refused: boolean) => Promise<string | null>,
  now: () => number = Date.now,
): Tokens {
  let held: string | null = null;
  let isRefused = false;
  const isSpent = (token: string) => (claim(token, "exp") ?? Infinity) < now() / 1000 + MARGIN / 2;
  const current = async () => {
    if (held !== null && !isRefused && !isSpent(held)) return held;
    const wantsAnother = isRefused || held !== null;
    held = await next(wantsAnother);
    isRefused = false;
    return held;
  };
  return {
    scope: async () => {
      const token = held ?? (await current());
      return token && `p:${claim(token, "store") ?? claim(token, "iss") ?? ""}:${claim(token, "sub")}`;
    },
    current,
    refuse(token) {
      if (token === held) isRefused = true;
    },
    me: () => null,
  };
}

/** A claim of a JWT, unverified: only to name what is kept, and to see the end coming. */
export function claim<T = number>(token: string, name: string): T | undefined {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return (JSON.parse(atob(part)) as Record<string, T>)[name];
  } catch {
    return undefined;
  }
}
