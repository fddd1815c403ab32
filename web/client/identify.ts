import type { Api } from "./api.ts";
import type { Platform } from "./platform.ts";
import type { Me } from "./generated/wire.ts";
import { has, readStored } from "./stored.ts";
import type { Tokens } from "./tokens.ts";

/**
 * Who the token of `scope` belongs to. What is kept from last time comes first, so that a page starts without the
 * service; what the service says then goes to `learned`. Rejects where neither is to be had.
 */
export async function identify(
  platform: Pick<Platform, "storage">,
  tokens: Tokens,
  api: Api,
  token: () => Promise<unknown>,
  scope: string,
  learned: (me: Me) => void,
): Promise<Me> {
  const own = tokens.me();
  if (own) return own;
  const key = `fl:me:${scope}`;
  // A token that is new may say who it is for.
  const asked = token().then(async () => {
    const me = tokens.me() ?? (await api.me());
    platform.storage.set(key, JSON.stringify(me));
    learned(me);
    return me;
  });
  const stored = readStored<Me>(platform.storage, key, (value) => has(value, "string", "user", "role"));
  if (stored === null) return asked;
  asked.catch(() => undefined);
  return stored;
}
