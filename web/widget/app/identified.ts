import type { Tokens } from "../../client/tokens.ts";
import { claim, externalTokens } from "../../client/external_token.ts";

/** Whom a shop's token is for: another one of the same customer says the same. */
export function customerOf(token: string): string {
  return `${claim(token, "store")}:${claim(token, "sub")}`;
}

/** The identity that the shop vouches for. A chunk of its own: most visitors are nobody in particular. */
export function identified(next: (wantsAnother: boolean) => Promise<string | null>): Tokens {
  return externalTokens(next);
}
