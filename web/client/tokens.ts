import type { Config } from "./config.ts";
import type { Me } from "./generated/wire.ts";

/** Where a client's token comes from. */
export interface Tokens {
  /** Under which name this identity's things are kept; null where nobody is signed in. */
  scope(): Promise<string | null>;
  /** The token to use; null where the person must sign in. Rejects where the network fails. */
  current(config: () => Promise<Config>): Promise<string | null>;
  /** The service has refused this token: another one is wanted. */
  refuse(token: string): void;
  /** Who that is, where it is known without asking the service. */
  me(): Me | null;
}

/** A token is given up this many seconds before its end, so that it lasts for what it is fetched for. */
export const MARGIN = 60;
