import type { Config } from "./config.ts";
import type { Edges } from "./edges.ts";
import type { Me, VisitorToken } from "./generated/wire.ts";
import { MARGIN, type Tokens } from "./tokens.ts";

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
