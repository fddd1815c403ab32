import type { Tokens } from "../../client/tokens.ts";
import { providedTokens } from "../../client/provided.ts";

/** The identity that the shop vouches for. A chunk of its own: most visitors are nobody in particular. */
export function identified(next: (wantsAnother: boolean) => Promise<string | null>): Tokens {
  return providedTokens(next);
}
