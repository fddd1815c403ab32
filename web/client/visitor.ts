import type { Config } from "./config.ts";
import type { Platform } from "./platform.ts";
import type { Me, Problem, VisitorToken } from "./generated/wire.ts";
import { has, readStored } from "./stored.ts";
import { MARGIN, type Tokens } from "./tokens.ts";

/** A visitor's token is exchanged in the last half of its 30 days. */
const ROTATE_BEFORE = 15 * 24 * 3600;

/** Stands while somebody signs out: a page that goes away meanwhile leaves a token that the next one must not use. */
export const LEAVING = "fl:v:leaving";

/** An anonymous visitor of a store: the token is minted when first needed, kept, and rotated. */
export function visitorTokens(
  platform: Pick<Platform, "fetch" | "storage" | "clock" | "locks">,
  store: string,
): Tokens {
  return new VisitorTokens(platform, store);
}

class VisitorTokens implements Tokens {
  readonly #key: string;
  /** The token of somebody who has signed out on the page before this one, which may have gone before it was revoked. */
  #left: VisitorToken | null = null;
  #minting: Promise<VisitorToken> | null = null;
  /** Too many visitors came from this address: none is asked for before this time, in milliseconds since 1970. */
  #notBefore = 0;

  constructor(
    private readonly platform: Pick<Platform, "fetch" | "storage" | "clock" | "locks">,
    private readonly store: string,
  ) {
    this.#key = `fl:v:${store}`;
    if (platform.storage.get(LEAVING) === null) return;
    this.#left = this.#stored();
    platform.storage.remove(this.#key);
    platform.storage.remove(LEAVING);
  }

  async scope(): Promise<string> {
    return `v:${this.store}`;
  }

  async current(config: () => Promise<Config>): Promise<string> {
    const stored = this.#stored();
    const left = (stored?.expires ?? 0) - this.platform.clock.now() / 1000;
    if (stored && left > ROTATE_BEFORE) return stored.token;
    try {
      return (await this.#mint(config)).token;
    } catch (error) {
      // The old token still serves: the exchange can wait.
      if (stored && left > MARGIN) return stored.token;
      throw error;
    }
  }

  refuse(token: string): void {
    if (this.#stored()?.token === token) this.platform.storage.remove(this.#key);
  }

  me(): Me | null {
    const stored = this.#stored();
    return (
      stored && { user: stored.user, role: "customer", name: null, stores: [stored.store], expires: stored.expires }
    );
  }

  #stored(): VisitorToken | null {
    return readStored<VisitorToken>(
      this.platform.storage,
      this.#key,
      (value) => has(value, "string", "token", "user", "store") && has(value, "number", "expires"),
    );
  }

  /** One exchange at a time, over all tabs: two would be two visitors. */
  #mint(config: () => Promise<Config>): Promise<VisitorToken> {
    this.#minting ??= new Promise<VisitorToken>((resolve, reject) => {
      const before = this.#stored()?.token;
      this.platform.locks.hold(this.#key, async () => {
        const now = this.#stored();
        const isDoneByAnotherTab = now && now.token !== before;
        await (isDoneByAnotherTab ? Promise.resolve(now) : this.#exchange(config)).then(resolve, reject);
      });
    }).finally(() => (this.#minting = null));
    return this.#minting;
  }

  async #exchange(config: () => Promise<Config>): Promise<VisitorToken> {
    const { api } = await config();
    const left = this.#left;
    this.#left = null;
    if (left) await this.#post(`${api}/visitors/revoke`, {}, left.token).catch(() => undefined);
    const stored = this.#stored();
    const isAlive = stored !== null && stored.expires > this.platform.clock.now() / 1000 + MARGIN;
    let response = isAlive ? await this.#post(`${api}/visitors/rotate`, {}, stored.token) : null;
    const isRefused = response !== null && response.status >= 400 && response.status < 500;
    if (response === null || isRefused) response = await this.#visit(api);
    if (!response.ok) throw new Error(`visitors: ${response.status}`);
    const fresh = (await response.json()) as VisitorToken;
    this.platform.storage.set(this.#key, JSON.stringify(fresh));
    return fresh;
  }

  async #visit(api: string): Promise<Response> {
    if (this.platform.clock.now() < this.#notBefore) throw new Error("visitors: too many, and asked lately");
    const response = await this.#post(`${api}/visitors`, { store: this.store });
    if (response.status === 429) this.#notBefore = this.platform.clock.now() + (await waitNamed(response));
    return response;
  }

  /** As bytes it names no type, which the service takes for JSON: without one, and a token, there is no preflight. */
  #post(url: string, body: object, token?: string): Promise<Response> {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    return this.platform.fetch(url, { method: "POST", headers, body: new TextEncoder().encode(JSON.stringify(body)) });
  }
}

/** How long a refusal says to wait, in milliseconds; the gateway's own refusals say nothing. */
async function waitNamed(response: Response): Promise<number> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return (problem.retry_after ?? 0) * 1_000;
}
