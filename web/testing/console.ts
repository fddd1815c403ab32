import type { Page, Route } from "@playwright/test";
import type { Author, CaseSummary, Config, EventBody, EventView, Grounds, Source } from "../client/index.ts";
import { BrowserServer } from "./browser.ts";
import { CannedReplyShelf } from "./canned.ts";
import { Knowledge } from "./knowledge.ts";
import { CaseLog, type Stored } from "./log.ts";
import { AI, INES, MAYA, type Person } from "./people.ts";
import { FakeSearch } from "./search.ts";
import { MentionLists } from "./mentions.ts";
import { SavedViewShelf } from "./saved_views.ts";
import { Days } from "./statistics.ts";
import { Team } from "./team.ts";

export { AI, INES, JON, MAYA, MINUTE } from "./people.ts";

/** After a command of the page, in milliseconds: lists are told of it a little later, as by the real service. */
const LISTED = 20;

const isFirefox = (page: Page) => page.context().browser()?.browserType().name() === "firefox";
const isDocument = (url: URL) => url.pathname === "/console/";

/** The page with one address more that it may speak to: Firefox's driver can't pass by a content policy as a whole. */
async function passPolicyBy(route: Route, api: string): Promise<void> {
  const response = await route.fetch();
  const { "content-security-policy": policy = "", ...headers } = response.headers();
  const widened = policy.replace("connect-src", `connect-src ${api}`);
  return route.fulfill({ response, headers: { ...headers, "content-security-policy": widened } });
}

/** The service as the console sees it, with Maya signed in. What customers and colleagues do a test says. */
export class Backend extends BrowserServer {
  override online: BrowserServer["online"] = [];
  /** What its statistics say. */
  readonly days = new Days();
  /** What the store has answered before. */
  readonly knowledge = new Knowledge();
  /** What its agents send again and again. */
  readonly canned = new CannedReplyShelf();
  /** Which lists they look at again and again. */
  readonly savedViews = new SavedViewShelf();
  /** What is looked for in all of its cases. */
  readonly search = new FakeSearch(() => this.cases.values());
  /** Which notes have called whom. */
  readonly mentions = new MentionLists(() => this.cases.values());
  /** Who works for it. */
  readonly team = new Team();
  /** As what Maya is signed in. */
  role: "agent" | "lead" = "agent";
  override readonly routes = [
    this.team,
    this.canned,
    this.savedViews,
    this.knowledge,
    this.days,
    this.search,
    this.mentions,
  ].map((part) => (request: Parameters<typeof part.handle>[0]) => part.handle(request));
  #count = 0;

  override identify(): Person {
    return { id: MAYA.id!, role: this.role, name: MAYA.name };
  }

  override visitor(): never {
    throw new Error("no visitor comes to the console");
  }

  /** Puts the service behind a page, with Maya signed in. */
  async attach(page: Page): Promise<void> {
    // At the addresses of the real one: the site's content policy lets the page speak to no other.
    const config = (await (await page.request.get("/config.json")).json()) as Config;
    await page.route(`${config.api}/**`, (route) => this.fulfill(route));
    await this.admit(page, config);
    // A request that Firefox's driver answers has no body.
    if (isFirefox(page)) await this.listen(page);
  }

  /** Signs Maya in, and takes the page's socket. */
  async admit(page: Page, { socket, oidc }: Pick<Config, "socket" | "oidc">): Promise<void> {
    // The console says in the address what it reads.
    await page.routeWebSocket(
      (url) => url.href.startsWith(socket),
      (line) => this.accept(line),
    );
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const token = `h.${Buffer.from(JSON.stringify({ iss: oidc.issuer, aud: oidc.client_id, sub: "maya", exp })).toString("base64url")}.s`;
    const grant = JSON.stringify({ token, refresh: null, sub: "maya", expires: exp * 1000 });
    await page.addInitScript((kept) => sessionStorage.setItem("session/grant", kept), grant);
  }

  /**
   * Serves the API over real sockets as well, beyond the life of the page: what a page sends as it goes reaches no route of the
   * driver. In Firefox `attach` does it; in Chromium call it after that, in a context that passes by the site's content policy.
   */
  async listen(page: Page): Promise<void> {
    const { url: api } = await this.serve();
    const config = (await (await page.request.get("/config.json")).json()) as Config;
    await page.route("**/config.json", (route) => route.fulfill({ json: { ...config, api } }));
    if (isFirefox(page)) await page.route(isDocument, (route) => passPolicyBy(route, api));
  }

  /** A case opened by a customer some minutes ago, which has come to stand as `start` says. Returns its id. */
  open(
    text: string,
    { by = INES, ago = 0, ...start }: { by?: Author; ago?: number } & Partial<CaseSummary> = {},
  ): string {
    const id = String((this.#count += 1)).padStart(26, "0");
    this.cases.set(id, new CaseLog(id, this.store.id, by.id ?? "", this.page, start));
    this.say(id, by, { kind: "opened", text, locale: "en-GB" }, ago, false);
    return id;
  }

  /** An event by anybody. `isNotified` is false where the page is left to find out. */
  say(id: string, author: Author, body: EventBody, ago = 0, isNotified = true, command = this.eventId()): EventView {
    const log = this.cases.get(id)!;
    const { seq } = log.add(author, body, this.now() - ago, command);
    if (isNotified) this.push(log, seq);
    if (isNotified) this.#list(log);
    return this.events(id)[seq - 1]!;
  }

  /** A draft of the assistant, answering the last event. */
  suggest(
    id: string,
    text: string,
    sources: Source[],
    ago = 0,
    grounds: Grounds = { found_by: "words", approvals: 3 },
  ): EventView {
    const answers = this.cases.get(id)!.events.length;
    return this.say(id, AI, { kind: "suggested", answers, text, sources, grounds }, ago);
  }

  /** A case's events, as the staff see them. */
  events(id: string): EventView[] {
    return this.cases.get(id)?.visible(this.identify()) ?? [];
  }

  /** A colleague's note that calls Maya. */
  call(id: string, by: Author, text: string): EventView {
    const event = this.say(id, by, { kind: "note", text, mentions: [MAYA.id!] });
    this.tell({ action: "mentioned", store: this.store.id, case: id, seq: event.seq });
    return event;
  }

  protected override wrote(log: CaseLog, event: Stored): void {
    super.wrote(log, event);
    setTimeout(() => this.#list(log), LISTED);
  }

  #list(log: CaseLog): void {
    this.tell({ action: "worklist", store: this.store.id, summary: log.summary });
  }
}
