import type { Config } from "./config.ts";
import type { Edges } from "./edges.ts";
import type { Me, VisitorToken } from "./generated/wire.ts";

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
const MARGIN = 60;
/** A visitor's token is exchanged in the last half of its 30 days. */
const ROTATE_BEFORE = 15 * 24 * 3600;

/** An anonymous visitor of a store: the token is minted when first needed, kept, and rotated. */
export function visitorTokens(edges: Pick<Edges, "fetch" | "storage" | "clock" | "locks">, store: string): Tokens {
  return new VisitorTokens(edges, store);
}

class VisitorTokens implements Tokens {
  readonly #key: string;
  #minting: Promise<VisitorToken> | null = null;

  constructor(
    private readonly edges: Pick<Edges, "fetch" | "storage" | "clock" | "locks">,
    private readonly store: string,
  ) {
    this.#key = `fl:v:${store}`;
  }

  async scope(): Promise<string> {
    return `v:${this.store}`;
  }

  async current(config: () => Promise<Config>): Promise<string> {
    const kept = this.#kept();
    const left = (kept?.expires ?? 0) - this.edges.clock.now() / 1000;
    if (kept && left > ROTATE_BEFORE) return kept.token;
    try {
      return (await this.#mint(config)).token;
    } catch (error) {
      // The old token still serves: the exchange can wait.
      if (kept && left > MARGIN) return kept.token;
      throw error;
    }
  }

  refuse(token: string): void {
    if (this.#kept()?.token === token) this.edges.storage.remove(this.#key);
  }

  me(): Me | null {
    const kept = this.#kept();
    return kept && { user: kept.user, role: "customer", name: null, stores: [kept.store], expires: kept.expires };
  }

  #kept(): VisitorToken | null {
    const kept = this.edges.storage.get(this.#key);
    return kept === null ? null : (JSON.parse(kept) as VisitorToken);
  }

  /** One exchange at a time, over all tabs: two would be two visitors. */
  #mint(config: () => Promise<Config>): Promise<VisitorToken> {
    this.#minting ??= new Promise<VisitorToken>((resolve, reject) => {
      const before = this.#kept()?.token;
      this.edges.locks.hold(this.#key, async () => {
        const now = this.#kept();
        const isDoneByAnotherTab = now && now.token !== before;
        await (isDoneByAnotherTab ? Promise.resolve(now) : this.#exchange(config)).then(resolve, reject);
      });
    }).finally(() => (this.#minting = null));
    return this.#minting;
  }

  async #exchange(config: () => Promise<Config>): Promise<VisitorToken> {
    const { api } = await config();
    const kept = this.#kept();
    const isAlive = kept !== null && kept.expires > this.edges.clock.now() / 1000 + MARGIN;
    let response = isAlive ? await this.#post(`${api}/visitors/rotate`, {}, kept.token) : null;
    const isRefused = response !== null && response.status >= 400 && response.status < 500;
    if (response === null || isRefused) response = await this.#post(`${api}/visitors`, { store: this.store });
    if (!response.ok) throw new Error(`visitors: ${response.status}`);
    const fresh = (await response.json()) as VisitorToken;
    this.edges.storage.set(this.#key, JSON.stringify(fresh));
    return fresh;
  }

  #post(url: string, body: object, token?: string): Promise<Response> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token) headers["authorization"] = `Bearer ${token}`;
    return this.edges.fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  }
}

/**
 * Tokens that someone else issues: a shop's server for its customer, an OpenID provider for an agent.
 * `next(refused)` gives the token at hand, or a new one where `refused` says that the last is no good; null: signed out.
 */
export function providedTokens(next: (refused: boolean) => Promise<string | null>, now: () => number = Date.now): Tokens {
  let held: string | null = null;
  let isRefused = false;
  const isSpent = (token: string) => (claim(token, "exp") ?? Infinity) < now() / 1000 + MARGIN / 2;
  const current = async () => {
    if (held !== null && !isRefused && !isSpent(held)) return held;
    const wantsAnother = isRefused || held !== null;
    held = await next(wantsAnother);
    isRefused = false;
    return held;
  };
  return {
    scope: async () => {
      const token = held ?? (await current());
      return token && `p:${claim(token, "store") ?? claim(token, "iss") ?? ""}:${claim(token, "sub")}`;
    },
    current,
    refuse(token) {
      if (token === held) isRefused = true;
    },
    me: () => null,
  };
}

/** A claim of a JWT, unverified: only to name what is kept, and to see the end coming. */
function claim<T = number>(token: string, name: string): T | undefined {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return (JSON.parse(atob(part)) as Record<string, T>)[name];
  } catch {
    return undefined;
  }
}
