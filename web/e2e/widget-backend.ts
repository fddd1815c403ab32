import type { BrowserContext, Route, WebSocketRoute } from "@playwright/test";
import type {
  Author,
  CaseSummary,
  CaseView,
  ClientFrame,
  Config,
  EventBody,
  EventView,
  HelpArticle,
  ServerFrame,
  Source,
  StoreView,
} from "../client/index.ts";
import { type ApiServer, CORS, type Reply, serveApi } from "./api-server.ts";

const AI: Author = { role: "assistant", id: null, name: null };
/** The shop's customer, where a visitor may be claimed. */
const ADA: Author = { role: "customer", id: `c_${"7".repeat(26)}`, name: "Ada" };
const INES: Author = { role: "agent", id: `a_${"i".repeat(26)}`, name: "Ines Moreau" };

type Writing = Exclude<ClientFrame, { action: "sync" | "heartbeat" | "read" | "typing" }>;

/** A service with one visitor and one case, behind a shop's own network: for what an assistant says and a store's hours. */
export class Backend {
  /** Frames that the widget has sent, in order. */
  readonly heard: ClientFrame[] = [];
  events: EventView[] = [];
  /** Which visitor the service knows, by number; and so their token and their case. */
  #visitor = 0;
  store: StoreView = {
    id: "demo",
    name: "Demo Shop",
    greeting: null,
    appearance: { name: null, logo: null, accent: null, starters: [], privacy: null },
    assistant: true,
    help: false,
    open: null,
    opens_at: null,
  };
  /** What its visitors may look through before they write. */
  articles: HelpArticle[] = [];
  /** The token of a shop's customer, the only one that is taken from then on. */
  customerToken: string | null = null;
  /** The token of the visitor whom the shop's customer may claim; until then each has what is theirs. */
  #claimable: string | null = null;
  /** Whether they are somebody else's already. */
  isSomebodyElses = false;
  /** Whether its network is there. */
  isOn = true;
  /** How many commands it takes before it says to wait so many seconds. */
  limit = { left: Infinity, seconds: 0 };
  readonly #sockets = new Set<WebSocketRoute>();

  static async attach(context: BrowserContext, site: string, store: Partial<StoreView> = {}): Promise<Backend> {
    const backend = new Backend();
    backend.store = { ...backend.store, ...store };
    const { api, socket } = (await (await fetch(`${site}/config.json`)).json()) as Config;
    await context.route(`${api}/**`, (route) =>
      backend.isOn ? backend.#rest(route) : route.abort("internetdisconnected"),
    );
    await backend.admit(context, socket);
    return backend;
  }

  /** Takes the sockets of every page. */
  async admit(context: BrowserContext, socket: string): Promise<void> {
    await context.routeWebSocket(socket, (line) => this.#accept(line));
  }

  /** The API on a port of its own. */
  serve(): Promise<ApiServer> {
    return serveApi(({ url, token }) => (this.isOn ? this.respond(url, token) : null));
  }

  /** An answer of the assistant to the newest message. */
  answer(text: string, sources: Source[] = []): EventView {
    return this.#tell(this.#append(AI, { kind: "message", text, answers: this.events.length, sources }));
  }

  /** A reply of a person. */
  reply(text: string): EventView {
    return this.#tell(this.#append(INES, { kind: "message", text, answers: this.events.length, sources: [] }));
  }

  /** What the service does by itself, such as calling a person. */
  happen(body: EventBody): EventView {
    return this.#tell(this.#append({ role: "system", id: null, name: null }, body));
  }

  /** An agent takes the case. */
  join(): EventView {
    return this.#tell(this.#append(INES, { kind: "assigned", agent: INES.id!, name: INES.name }));
  }

  /** An agent closes the case. */
  resolve(): EventView {
    return this.#tell(this.#append(INES, { kind: "resolved" }));
  }

  /** The shop's customer comes with this token, and may claim whoever was here. */
  letClaim(customerToken: string): void {
    this.#claimable = this.#token;
    this.customerToken = customerToken;
  }

  get #isClaimed(): boolean {
    return this.events.some(({ body }) => body.kind === "claimed");
  }

  #claim(token: string): Reply {
    if (token !== this.#claimable || this.isSomebodyElses)
      return { status: 404, json: { code: "not_found", status: 404 } };
    const from = `v_${`${this.#visitor}`.repeat(26)}`;
    if (!this.#isClaimed) this.#append(ADA, { kind: "claimed", from });
    return { status: 200, json: { cases: [this.#case] } };
  }

  /** Whom a token names; null where it is not good. */
  #who(token: string | null): Author | null {
    const isVisitor = token === (this.#claimable ?? this.#token) && !this.#isClaimed;
    const isAda = this.#claimable !== null && token === this.customerToken;
    return isAda ? ADA : isVisitor ? this.#customer : null;
  }

  /** Whether the case is theirs. */
  #mayRead(who: Author): boolean {
    return (who === ADA) === this.#isClaimed && this.events.length > 0;
  }

  /** The service refuses the visitor's token from now on: whoever comes is another visitor, without cases. */
  async refuse(): Promise<void> {
    this.#visitor += 1;
    this.events = [];
    for (const socket of this.#sockets) await socket.close({ code: 4000 });
    this.#sockets.clear();
  }

  get #customer(): Author {
    return { role: "customer", id: `v_${`${this.#visitor}`.repeat(26)}`, name: null };
  }

  get #case(): string {
    return `${this.#visitor}`.repeat(26);
  }

  get #token(): string {
    return this.customerToken ?? `t${this.#visitor}`;
  }

  async cut(): Promise<void> {
    this.isOn = false;
    for (const socket of this.#sockets) await socket.close({ code: 4000 });
    this.#sockets.clear();
  }

  #append(author: Author, body: EventBody, id = `e${this.events.length}`.padEnd(12, "_")): EventView {
    const seq = this.events.length + 1;
    const event: EventView = { seq, prev_visible: seq - 1, at: Date.now(), id, author, body };
    this.events.push(event);
    return event;
  }

  #tell(event: EventView): EventView {
    for (const socket of this.#sockets)
      socket.send(JSON.stringify({ action: "event", case: this.#case, event } satisfies ServerFrame));
    return event;
  }

  #accept(socket: WebSocketRoute): void {
    const bearer = socket.protocols().find((protocol) => protocol.startsWith("bearer."));
    const who = this.#who(bearer?.slice("bearer.".length) ?? null);
    if (!this.isOn || who === null) return void socket.close({ code: 4000 });
    this.#sockets.add(socket);
    socket.onClose(() => void this.#sockets.delete(socket));
    socket.onMessage((data) => {
      const frame = JSON.parse(String(data)) as ClientFrame;
      this.heard.push(frame);
      const answer = this.#answered(frame, who);
      if (answer !== null) socket.send(JSON.stringify(answer));
    });
  }

  #answered(frame: ClientFrame, who: Author): ServerFrame | null {
    if (frame.action === "read" || frame.action === "typing") return null;
    if (frame.action === "heartbeat") return { action: "beat", id: frame.id, behind: [], online: null };
    if (frame.action !== "open" && (frame.case !== this.#case || !this.#mayRead(who))) {
      return { action: "error", code: "not_found", message: "no such case", id: frame.id };
    }
    const base = { id: frame.id, case: this.#case, more: false };
    if (frame.action === "sync")
      return {
        ...base,
        action: "missed",
        events: this.events.slice(frame.after),
        head: this.events.length,
        reads: [],
        view: this.#view(),
      };
    const known = this.events.find(({ id }) => id === frame.id);
    if (known === undefined && this.limit.left <= 0) {
      const { seconds } = this.limit;
      setTimeout(() => (this.limit.left = Infinity), seconds * 1_000);
      return { action: "error", code: "rate_limited", message: "too much", id: frame.id, retry_after: seconds };
    }
    this.limit.left -= 1;
    const event = known ?? this.#append(who, bodyOf(frame), frame.id);
    const after = frame.action === "open" ? 0 : frame.after;
    return { ...base, action: "ack", event, missed: this.events.slice(after, event.seq - 1), view: this.#view() };
  }

  #view(): CaseView {
    const at = this.events[0]?.at ?? 0;
    const status = this.events.at(-1)?.body.kind === "resolved" ? "resolved" : "waiting";
    return {
      case: this.#case,
      store: "demo",
      customer: this.#customer.id!,
      status,
      head: this.events.length,
      assignee: null,
      opened_at: at,
      waiting_since: at,
      customer_seq: 1,
      person_seq: 0,
      suggestion: null,
    };
  }

  #summary(): CaseSummary {
    const { case: id, store, customer, status, opened_at } = this.#view();
    return {
      case: id,
      store,
      customer,
      customer_name: null,
      subject: "Question",
      excerpt: null,
      last_role: "customer",
      seq: this.events.length,
      status,
      assignee: null,
      assignee_name: null,
      opened_at,
      updated_at: opened_at,
      waiting_since: opened_at,
      wants_person: false,
      suggestion: false,
      read: null,
    };
  }

  #rest(route: Route): Promise<void> {
    const request = route.request();
    if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: CORS });
    const token = request.headers().authorization?.replace("Bearer ", "") ?? null;
    // No other route of it looks at what was posted.
    const isClaim = request.url().endsWith("/visitors/claim");
    const body = isClaim ? (request.postDataJSON() as object | null) : null;
    return route.fulfill({ ...this.respond(new URL(request.url()), token, body), headers: CORS });
  }

  /** What a route answers with. Whoever comes and what a store says of itself need no token. */
  respond({ pathname }: URL, token: string | null, body: object | null = null): Reply {
    const json = (value: unknown): Reply => ({ status: 200, json: value });
    const expires = Math.floor(Date.now() / 1000) + 30 * 24 * 3600;
    if (pathname === "/visitors") return json({ token: this.#token, user: this.#customer.id, store: "demo", expires });
    if (pathname === "/stores/demo") return json(this.store);
    if (pathname === "/stores/demo/help") return json({ articles: this.articles });
    const who = this.#who(token);
    if (who === null) return { status: 401, json: { code: "unauthorized", status: 401 } };
    if (pathname === "/me") {
      return json({ user: who.id, role: "customer", name: who.name, stores: ["demo"], expires });
    }
    if (pathname === "/visitors/claim") return this.#claim((body as { token: string }).token);
    if (pathname === "/cases") return json({ cases: this.#mayRead(who) ? [this.#summary()] : [], next: null });
    return json({ events: this.events, head: this.events.length, more: false, view: this.#view() });
  }
}

function bodyOf(frame: Writing): EventBody {
  switch (frame.action) {
    case "open":
      return { kind: "opened", text: frame.text, locale: frame.locale ?? null };
    case "send":
      return { kind: "message", text: frame.text, answers: null, sources: [] };
    case "escalate":
      return { kind: "escalated", reason: "customer_asked", tried: null };
    case "helped":
      return frame.yes
        ? { kind: "helped", of: frame.of }
        : { kind: "escalated", reason: "not_helped", tried: frame.of };
    case "reopen":
      return { kind: "reopened" };
    default:
      throw new Error(`the backend has no answer to ${frame.action}`);
  }
}
