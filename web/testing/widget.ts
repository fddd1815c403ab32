import type { BrowserContext } from "@playwright/test";
import type { Attachment, Author, Config, EventBody, EventView, Source, StoreView } from "../client/index.ts";
import { BrowserServer } from "./browser.ts";
import type { CaseLog } from "./log.ts";
import { AI, type Person, SYSTEM } from "./people.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

/** Who answers for the store. */
const INES: Author = { role: "agent", id: `a_${"i".repeat(26)}`, name: "Ines Moreau" };

/** The service as the widget sees it, with one visitor. What the assistant and the staff do in their case a test says. */
export class Backend extends BrowserServer {
  /** The token of a shop's customer, the only one that is taken from then on. */
  customerToken: string | null = null;
  /** Whether a visitor who is to be claimed is somebody else's already. */
  isSomebodyElses = false;
  /** Which visitor the service knows, by number; and so their token. */
  #visitor = 0;
  /** The visitor whom the shop's customer may claim, and who is themselves until then; and their token. */
  #claimable: { token: string; person: Person } | null = null;

  constructor() {
    super();
    this.routes.push((request) => (request.path === "/visitors/claim" ? this.#claim(request) : null));
  }

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
    if (token === this.#token) return this.#customer;
    const isVisitor = token !== null && token === this.#claimable?.token && !this.#isClaimed;
    return isVisitor ? (this.#claimable?.person ?? null) : null;
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

  /** A reply of a person with files. */
  replyWith(text: string, files: Attachment[]): EventView {
    return this.#say(INES, { kind: "message", text, answers: this.events.length, sources: [], files });
  }

  /** What the service does by itself, such as calling a person. */
  happen(body: EventBody): EventView {
    return this.#say(SYSTEM, body);
  }

  /** An agent takes the case. */
  join(): EventView {
    return this.#say(INES, { kind: "assigned", agent: INES.id!, name: INES.name });
  }

  /** An agent promises a reply by a moment, or promises none any more. */
  promise(by: number | null): EventView {
    const of = this.events.findLast(({ body }) => body.kind === "promised")?.seq ?? 0;
    return this.#say(INES, by === null ? { kind: "promise_withdrawn", of } : { kind: "promised", by });
  }

  /** An agent closes the case. */
  resolve(): EventView {
    return this.#say(INES, { kind: "resolved" });
  }

  /** The shop's customer comes with this token, and may claim whoever was here. */
  letClaim(customerToken: string): void {
    this.#claimable = { token: this.#token, person: this.#customer };
    this.customerToken = customerToken;
  }

  get #isClaimed(): boolean {
    return [...this.cases.values()].some(({ events }) => events.some(({ body }) => body.kind === "claimed"));
  }

  #claim({ person, body }: Request): Reply {
    const visitor = this.#claimable;
    const { token } = body as { token: string };
    if (visitor === null || token !== visitor.token || this.isSomebodyElses) return problem(404, "not_found");
    for (const log of this.cases.values()) {
      if (log.customer !== visitor.person.id) continue;
      const author: Author = { role: "customer", id: person.id, name: person.name ?? null };
      this.push(log, log.add(author, { kind: "claimed", from: visitor.person.id }, this.now(), this.eventId()).seq);
    }
    const theirs = [...this.cases.values()].filter(({ customer }) => customer === person.id);
    return ok({ cases: theirs.map(({ id }) => id) });
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
