import type { Config } from "./config.ts";
import type { HelpIndex, StoreView } from "./generated/wire.ts";
import type { Platform } from "./platform.ts";

/** Reads what a store says of itself. It goes without a token, which nobody asks for: so it needs no preflight either. */
export function readStore(
  platform: Pick<Platform, "fetch">,
  { api }: Pick<Config, "api">,
  store: string,
): Promise<StoreView> {
  return read<StoreView>(platform, `${api}/stores/${store}`);
}

/** Reads what a store's visitors may look through before they write, likewise without a token. */
export function readHelp(
  platform: Pick<Platform, "fetch">,
  { api }: Pick<Config, "api">,
  store: string,
): Promise<HelpIndex> {
  return read<HelpIndex>(platform, `${api}/stores/${store}/help`);
}

async function read<Document>({ fetch }: Pick<Platform, "fetch">, url: string): Promise<Document> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json() as Promise<Document>;
}
