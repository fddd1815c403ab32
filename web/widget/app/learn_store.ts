import type { Config } from "../../client/config.ts";
import { readStore } from "../../client/store_view.ts";
import type { Kept } from "./kept.ts";
import { silentStore } from "./silent_store.ts";
import type { Page } from "./state.ts";

/** Asks what the store says of itself now: whether people are there changes with the hour. */
export async function learnStore(site: string, page: Page, kept: Kept, config: Promise<Config>): Promise<void> {
  const store = await config.then((known) => readStore({ fetch: (url) => fetch(url) }, known, site)).catch(() => null);
  if (store) kept.store = store;
  page.change({ store: store ?? page.state.store ?? silentStore(site) });
}
