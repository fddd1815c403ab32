import type { BrowserContext } from "@playwright/test";
import type { Author, Config, EventBody, EventView, Source, StoreView } from "../client/index.ts";
import { BrowserServer } from "./browser.ts";
import type { CaseLog } from "./log.ts";
import { AI, type Person, SYSTEM } from "./people.ts";

/** Who answers for the store. */
const INES: Author = { role: "agent", id: `a_${"i".repeat(26)}`, name: "Ines Moreau" };

/** The service as the widget sees it, with one visitor. What the assistant and the staff do in their case a test says. */
export class Backend extends BrowserServer {
  /** The token of a shop's customer, the only one that is taken from then on. */
  customerToken: string | null = null;
  /** Which visitor the service knows, by number; and so their token. */
  #visitor = 0;

  static async attach(context: BrowserContext, site: string, store: Partial<StoreView> = {}): Promise<Backend> {
    const backend = new Backend();
    backend.store = { ...backend.store, ...store };
    const { api, socket } = (await (await fetch(`${site}/config.json`)).json()) as Config;
    await context.route(`${api}/**`, (route) => backend.fulfill(route));
    await backend.admit(context, socket);
    return backend;
  }

  /** Takes the sockets of every page. */
  async admit(context: BrowserContext, socket: string): Promise<void> {
    await context.routeWebSocket(socket, (line) => this.accept(line));
  }

  override identify(token: string | null): Person | null {
    return token === this.#token ? this.#customer : null;
  }

  override visitor(): { user: string; token: string } {
    return { user: this.#customer.id, token: this.#token };
  }

  /** The events of the visitor's case. */
  get events(): readonly EventView[] {
    return this.#log?.visible(this.#customer) ?? [];
  }

  /** An answer of the assistant to the newest message. */
  answer(text: string, sources: Source[] = []): EventView {
    return this.#say(AI, { kind: "message", text, answers: this.events.length, sources });
  }

  /** A reply of a person. */
  reply(text: string): EventView {
    return this.#say(INES, { kind: "message", text, answers: this.events.length, sources: [] });
  }

  /** What the service does by itself, such as calling a person. */
  happen(body: EventBody): EventView {
    return this.#say(SYSTEM, body);
  }

  /** An agent takes the case. */
  join(): EventView {
    return this.#say(INES, { kind: "assigned", agent: INES.id!, name: INES.name });
  }

  /** An agent closes the case. */
  resolve(): EventView {
    return this.#say(INES, { kind: "resolved" });
  }

  /** The service refuses the visitor's token from now on: whoever comes is another visitor, without cases. */
  async refuse(): Promise<void> {
    this.#visitor += 1;
    await this.disconnect();
  }

  /** The shop's customer by what their token says, a visitor by number. */
  get #customer(): Person {
    const [, claims = ""] = this.customerToken?.split(".") ?? [];
    const id =
      claims === ""
        ? `v_${`${this.#visitor}`.repeat(26)}`
        : `c_${(JSON.parse(Buffer.from(claims, "base64url").toString()) as { sub: string }).sub.padStart(26, "0")}`;
    return { role: "customer", id };
  }

  get #token(): string {
    return this.customerToken ?? `t${this.#visitor}`;
  }

  /** The case that the visitor opened last. */
  get #log(): CaseLog | null {
    return [...this.cases.values()].findLast(({ customer }) => customer === this.#customer.id) ?? null;
  }

  #say(author: Author, body: EventBody): EventView {
    const log = this.#log;
    if (log === null) throw new Error("the visitor has asked nothing yet");
    const { seq } = log.add(author, body, this.now(), this.eventId());
    this.push(log, seq);
    return log.visible(this.#customer).at(-1)!;
  }
}
