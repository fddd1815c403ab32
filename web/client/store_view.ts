import type { Config } from "./config.ts";
import type { StoreView } from "./generated/wire.ts";
import type { Platform } from "./platform.ts";

/** Reads what a store says of itself. It goes without a token, which nobody asks for: so it needs no preflight either. */
export async function readStore(
  platform: Pick<Platform, "fetch">,
  { api }: Pick<Config, "api">,
  store: string,
): Promise<StoreView> {
  const response = await platform.fetch(`${api}/stores/${store}`);
  if (!response.ok) throw new Error(`stores: ${response.status}`);
  return response.json() as Promise<StoreView>;
}
