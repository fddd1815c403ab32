import type { Tokens } from "../../client/tokens.ts";
import { externalTokens } from "../../client/external_token.ts";

/** The identity that the shop vouches for. A chunk of its own: most visitors are nobody in particular. */
export function identified(next: (wantsAnother: boolean) => Promise<string | null>): Tokens {
  return externalTokens(next);
}
