import type { Platform } from "./platform.ts";
import { has, readStored } from "./stored.ts";

/** Where the service is; written beside the site when it is deployed. */
export interface Config {
  /** The HTTP API's address, without a slash at the end. */
  api: string;
  /** The WebSocket API's address. */
  socket: string;
  oidc: { issuer: string; client_id: string };
}

const KEY = "fl:config";

/** One reading for each platform: every part of a page asks for itself, and the page fetches once. */
const readings = new WeakMap<object, Promise<Config>>();

type Edges = Pick<Platform, "origin" | "config" | "fetch" | "storage">;

/**
 * Reads `/config.json`, once in a page's life; the one kept from last time stands in where it can't be had.
 * Rejects where there is neither, and then the next call tries again.
 */
export function loadConfig(platform: Edges): Promise<Config> {
  let reading = readings.get(platform);
  if (!reading) {
    reading = fetchConfig(platform).catch((error: unknown) => {
      readings.delete(platform);
      throw error;
    });
    readings.set(platform, reading);
  }
  return reading;
}

async function fetchConfig(platform: Edges): Promise<Config> {
  try {
    const config = (await platform.config?.catch(() => null)) ?? (await askFor(platform));
    platform.storage.set(KEY, JSON.stringify(config));
    return config;
  } catch (error) {
    const stored = readStored<Config>(platform.storage, KEY, (value) => has(value, "string", "api", "socket"));
    if (stored === null) throw error;
    return stored;
  }
}

async function askFor({ origin, fetch }: Edges): Promise<Config> {
  const response = await fetch(`${origin}/config.json`, { cache: "no-cache" });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return (await response.json()) as Config;
}
