import { createHash, randomBytes } from "node:crypto";
import type { CasePage, CaseSummary, EventPage, EventView } from "../client/index.ts";

type Config = { api: string; oidc: { issuer: string; client_id: string } };

/** An agent at the other end, over REST: signed in at the stack's own issuer as the console does it. */
export class Agent {
  private constructor(
    private readonly api: string,
    private readonly token: string,
  ) {}

  static async signIn(site: string, person = "ines"): Promise<Agent> {
    const { api, oidc } = (await (await fetch(`${site}/config.json`)).json()) as Config;
    const verifier = randomBytes(32).toString("base64url");
    const redirect = `${site}/console/`;
    const asked = {
      response_type: "code",
      client_id: oidc.client_id,
      redirect_uri: redirect,
      scope: "openid",
      state: "s",
      nonce: "n",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      person,
    };
    const chosen = await fetch(`${oidc.issuer}/authorize`, {
      method: "POST",
      body: new URLSearchParams(asked),
      redirect: "manual",
    });
    const code = new URL(chosen.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const exchange = {
      grant_type: "authorization_code",
      client_id: oidc.client_id,
      redirect_uri: redirect,
      code,
      code_verifier: verifier,
    };
    const granted = await fetch(`${oidc.issuer}/token`, { method: "POST", body: new URLSearchParams(exchange) });
    const { id_token: token } = (await granted.json()) as { id_token: string };
    return new Agent(api, token);
  }

  /** The newest waiting case whose first message this is; waits until it is there. */
  async find(text: string): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const found = (await this.#waiting()).filter(({ subject }) => subject === text);
      const newest = found.sort((a, b) => b.opened_at - a.opened_at)[0];
      if (newest) return newest.case;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no case «${text}» among those that wait`);
  }

  async #waiting(): Promise<CaseSummary[]> {
    const all: CaseSummary[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = (await this.#call(
        `/stores/demo/cases?list=waiting${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )) as CasePage;
      all.push(...page.cases);
      cursor = page.next;
    }
    return all;
  }

  async events(caseId: string): Promise<EventView[]> {
    return ((await this.#call(`/cases/${caseId}/events`)) as EventPage).events;
  }

  /** What was said in the case, in order. */
  async texts(caseId: string): Promise<string[]> {
    return (await this.events(caseId)).flatMap(({ body }) => ("text" in body && body.text !== null ? [body.text] : []));
  }

  async reply(caseId: string, text: string): Promise<void> {
    await this.#command(caseId, { action: "send", text, anyway: true });
  }

  async resolve(caseId: string): Promise<void> {
    await this.#command(caseId, { action: "resolve" });
  }

  /** Has the store take a file of the demo's: answers to import, or settings. */
  async take(path: "answers/import" | "settings", body: object): Promise<void> {
    await this.#call(`/stores/demo/${path}`, body);
  }

  async #command(caseId: string, command: object): Promise<void> {
    const after = (await this.events(caseId)).at(-1)?.seq;
    await this.#call(`/cases/${caseId}/commands`, { id: randomBytes(12).toString("base64url"), after, ...command });
  }

  async #call(path: string, body?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    const response = await fetch(
      this.api + path,
      body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers },
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
