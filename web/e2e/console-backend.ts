import { type DayOf, statisticsOf } from "./console-statistics.ts";
import type { Page, Route, WebSocketRoute } from "@playwright/test";
import type {
  Author,
  CaseCounts,
  CaseSummary,
  CaseView,
  ClientFrame,
  Code,
  Colleague,
  Config,
  EventBody,
  EventView,
  Grounds,
  ServerFrame,
  Source,
} from "../client/index.ts";
import { type SearchShelf, createSearchShelf } from "./console-search-backend.ts";
import { type ApiServer, CORS, type Reply, serveApi } from "./api-server.ts";
import { CannedReplyShelf } from "./console-canned-backend.ts";
import { Knowledge } from "./console-knowledge.ts";
import { Team } from "./console-team-backend.ts";
import { isBrought } from "../client/case_reducer.ts";
import { outcomeOf } from "../console/scheduled/outcome.ts";

export const MAYA: Author = { role: "agent", id: `a_${"m".repeat(26)}`, name: "Maya Lindqvist" };
export const JON: Author = { role: "agent", id: `a_${"j".repeat(26)}`, name: "Jon Ek" };
export const INES: Author = { role: "customer", id: `c_${"i".repeat(26)}`, name: "Ines Moreau" };
export const AI: Author = { role: "assistant", id: null, name: null };
export const MINUTE = 60_000;

const isFirefox = (page: Page) => page.context().browser()?.browserType().name() === "firefox";
const isDocument = (url: URL) => url.pathname === "/console/";

/** The page with one address more that it may speak to: Firefox's driver can't pass by a content policy as a whole. */
async function passPolicyBy(route: Route, api: string): Promise<void> {
  const response = await route.fetch();
  const { "content-security-policy": policy = "", ...headers } = response.headers();
  const widened = policy.replace("connect-src", `connect-src ${api}`);
  return route.fulfill({ response, headers: { ...headers, "content-security-policy": widened } });
}

interface Kept {
  summary: CaseSummary;
  events: EventView[];
}

/** A service made of a few maps, behind the page's own network, for states that the real stack reaches only with effort. */
export class Backend {
  /** What its statistics say, the newest day last. */
  days: DayOf[] = [];
  readonly cases = new Map<string, Kept>();
  /** Frames that the page has sent, in order. */
  readonly heard: ClientFrame[] = [];
  /** Commands that have come over REST, in order. */
  readonly posted: ClientFrame[] = [];
  /** Refuses the next command of this action. */
  readonly refusals = new Map<ClientFrame["action"], Code>();
  /** How many seconds a refusal for too much at once says to wait. */
  retryAfter = 7;
  /** Whether anything can be reached. */
  isUp = true;
  /** What the store has answered before. */
  readonly knowledge = new Knowledge();
  /** What its agents send again and again. */
  readonly canned = new CannedReplyShelf();
  /** How its search behaves. */
  readonly search: SearchShelf = createSearchShelf();
  /** Who works for it. */
  readonly team = new Team();
  /** As what Maya is signed in. */
  role: "agent" | "lead" = "agent";
  /** Cases that are counted in each list and never loaded. */
  unlisted = 0;
  /** Who is there. */
  online: Colleague[] = [];
  #sockets = new Set<WebSocketRoute>();
  #count = 0;

  /** Puts the service behind a page, with Maya signed in. */
  async attach(page: Page): Promise<void> {
    // At the addresses of the real one: the site's content policy lets the page speak to no other.
    const config = (await (await page.request.get("/config.json")).json()) as Config;
    await page.route(`${config.api}/**`, (route) => this.#rest(route));
    await this.admit(page, config);
    // A request that Firefox's driver answers has no body.
    if (isFirefox(page)) await this.listen(page);
  }

  /** Signs Maya in, and takes the page's socket. */
  async admit(page: Page, { socket, oidc }: Pick<Config, "socket" | "oidc">): Promise<void> {
    await page.routeWebSocket(socket, (line) => this.#accept(line));
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const token = `h.${Buffer.from(JSON.stringify({ iss: oidc.issuer, aud: oidc.client_id, sub: "maya", exp })).toString("base64url")}.s`;
    const grant = JSON.stringify({ token, refresh: null, sub: "maya", expires: exp * 1000 });
    await page.addInitScript((kept) => sessionStorage.setItem("session/grant", kept), grant);
  }

  /** A case opened by a customer some minutes ago. Returns its id. */
  open(
    text: string,
    { by = INES, ago = 0, ...more }: { by?: Author; ago?: number } & Partial<CaseSummary> = {},
  ): string {
    const id = String((this.#count += 1)).padStart(26, "0");
    const at = Date.now() - ago;
    const summary: CaseSummary = {
      case: id,
      store: "demo",
      customer: by.id ?? "",
      customer_name: by.name,
      subject: text.split("\n")[0]!.slice(0, 80),
      excerpt: text,
      last_role: "customer",
      seq: 0,
      status: "waiting",
      assignee: null,
      assignee_name: null,
      opened_at: at,
      updated_at: at,
      waiting_since: at,
      wants_person: false,
      suggestion: false,
      read: null,
      priority: "normal",
      ...(more.wants_person === true ? { asked_person: true } : {}),
      ...more,
    };
    summary.place = placeOf(summary);
    this.cases.set(id, { summary, events: [] });
    this.say(id, by, { kind: "opened", text, locale: "en-GB" }, ago, false);
    if (more.status !== undefined) Object.assign(summary, { status: more.status, waiting_since: null });
    return id;
  }

  /** An event by anybody. `silent` leaves the page to find out. */
  say(
    id: string,
    author: Author,
    body: EventBody,
    ago = 0,
    isNotified = true,
    command = `e${(this.#count += 1)}`.padEnd(12, "_"),
  ): EventView {
    const { summary, events } = this.cases.get(id)!;
    const seq = events.length + 1;
    const event: EventView = { seq, prev_visible: seq - 1, at: Date.now() - ago, id: command, author, body };
    events.push(event);
    Object.assign(summary, moved(summary, event));
    if (isBrought(event)) delete summary.snoozed;
    summary.place = placeOf(summary);
    if (isNotified) this.tell({ action: "event", case: id, event });
    if (isNotified) this.tell({ action: "worklist", store: "demo", summary });
    return event;
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

  /** The API on a port of its own. */
  serve(): Promise<ApiServer> {
    return serveApi(({ url, body }) => (this.isUp ? this.respond(url, body) : null));
  }

  /** Ends every connection, and takes no other until `isUp` is set again. */
  cut(): void {
    this.isUp = false;
    for (const socket of this.#sockets) void socket.close();
    this.#sockets.clear();
  }

  tell(frame: ServerFrame): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify(frame));
  }

  #accept(socket: WebSocketRoute): void {
    if (!this.isUp) return void socket.close();
    this.#sockets.add(socket);
    socket.onClose(() => void this.#sockets.delete(socket));
    socket.onMessage((data) => {
      const frame = JSON.parse(String(data)) as ClientFrame;
      this.heard.push(frame);
      const answer = this.#answer(frame);
      if (answer !== null) socket.send(JSON.stringify(answer));
    });
  }

  /** A command over REST. The same id again finds its event. */
  #command(id: string, command: object): ServerFrame | null {
    const frame = { ...command, case: id } as Extract<ClientFrame, { case: string; id: string }>;
    this.posted.push(frame);
    const event = this.cases.get(id)?.events.find((known) => known.id === frame.id);
    if (event === undefined) return this.#answer(frame);
    return { action: "ack", id: frame.id, case: id, event, missed: [], more: false, view: this.#view(id) };
  }

  #answer(frame: ClientFrame): ServerFrame | null {
    if (frame.action === "heartbeat") return { action: "beat", id: frame.id, behind: [], online: this.online };
    if (frame.action === "read" || frame.action === "typing" || frame.action === "open") return null;
    const kept = this.cases.get(frame.case);
    const refused = this.refusals.get(frame.action) ?? (kept === undefined ? "not_found" : undefined);
    this.refusals.delete(frame.action);
    const wait = refused === "rate_limited" ? { retry_after: this.retryAfter } : {};
    if (refused !== undefined) return { action: "error", code: refused, message: refused, id: frame.id, ...wait };
    const { events } = kept!;
    const head = events.length;
    if (frame.action === "sync") {
      const news = frame.after > 0 ? events.slice(frame.after) : events.slice(-50);
      return {
        action: "missed",
        id: frame.id,
        case: frame.case,
        events: news,
        head,
        more: false,
        reads: [],
        view: this.#view(frame.case),
      };
    }
    const event = this.say(frame.case, MAYA, bodyOf(frame, events), 0, false, frame.id);
    setTimeout(() => this.tell({ action: "worklist", store: "demo", summary: kept!.summary }), 20);
    return {
      action: "ack",
      id: frame.id,
      case: frame.case,
      event,
      missed: events.slice(frame.after, -1),
      more: false,
      view: this.#view(frame.case),
    };
  }

  #view(id: string): CaseView {
    const { summary, events } = this.cases.get(id)!;
    const scheduled = scheduledIn(events);
    const last = (test: (event: EventView) => boolean) => events.filter(test).at(-1)?.seq ?? 0;
    const { store, customer, status, assignee, group, opened_at, waiting_since, snoozed } = summary;
    return {
      case: id,
      store,
      customer,
      status,
      head: events.length,
      assignee,
      opened_at,
      waiting_since,
      customer_seq: last(({ author }) => author.role === "customer"),
      person_seq: last(({ author }) => author.role === "agent"),
      ...(group === undefined ? {} : { group }),
      ...(snoozed === undefined ? {} : { snoozed }),
      ...(scheduled === undefined ? {} : { scheduled }),
      priority: summary.priority ?? "normal",
      suggestion: summary.suggestion ? last(({ body }) => body.kind === "suggested") : null,
    };
  }

  async #rest(route: Route): Promise<void> {
    if (!this.isUp) return route.abort("internetdisconnected");
    const request = route.request();
    if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: CORS });
    const reply = this.respond(new URL(request.url()), request.postDataJSON() as object | null);
    return route.fulfill({ ...reply, headers: CORS });
  }

  /** What a route answers with; no body means a GET. */
  respond(url: URL, body: object | null): Reply {
    const json = (value: unknown): Reply => ({ status: 200, json: value });
    const expires = Date.now() / 1000 + 3600;
    if (url.pathname === "/me")
      return json({ user: MAYA.id, role: this.role, name: MAYA.name, stores: ["demo"], expires });
    if (url.pathname === "/stores/demo") return json({ id: "demo", name: "Demo Shop" });
    const known =
      this.team.handle(url.pathname, body) ??
      this.canned.handle(url.pathname, body) ??
      this.knowledge.handle(url.pathname, url.searchParams, body);
    if (known !== null) return known;
    if (url.pathname === "/stores/demo/statistics") return json(statisticsOf(url.searchParams, this.days));
    if (url.pathname === "/stores/demo/search") return this.search.handle(url.searchParams, this.cases.values());
    if (url.pathname === "/stores/demo/counts") return json(this.#counts());
    if (url.pathname === "/stores/demo/cases") return json(this.#page(url.searchParams));
    const commanded = /^\/cases\/([^/]+)\/commands$/.exec(url.pathname)?.[1];
    if (commanded !== undefined) return json(this.#command(commanded, body ?? {}));
    const id = /^\/cases\/([^/]+)\/events$/.exec(url.pathname)?.[1];
    const events = this.cases.get(id ?? "")?.events ?? [];
    const before = Number(url.searchParams.get("before") ?? events.length + 1);
    const found = events.slice(Math.max(0, before - 51), before - 1);
    return json({ events: found, head: events.length, more: (found[0]?.seq ?? 1) > 1, view: this.#view(id!) });
  }

  #counts(): CaseCounts {
    const of = (list: string) =>
      [...this.cases.values()].filter(({ summary }) => listOf(summary) === list).length + this.unlisted;
    return { waiting: of("waiting"), open: of("open"), snoozed: of("snoozed"), closed: of("closed") };
  }

  /** Whole lists at once but for long ones, which come by the thousand. */
  #page(query: URLSearchParams): { cases: CaseSummary[]; next: string | null } {
    const customer = query.get("customer");
    if (customer !== null) {
      const theirs = [...this.cases.values()].map(({ summary }) => summary).filter((one) => one.customer === customer);
      return { cases: theirs.sort((a, b) => b.opened_at - a.opened_at), next: null };
    }
    const list = query.get("list");
    const isThisMonth = query.get("month") === null || query.get("month") === new Date().toISOString().slice(0, 7);
    const group = query.get("group");
    const all = [...this.cases.values()]
      .map(({ summary }) => summary)
      .filter((summary) => listOf(summary) === list && isThisMonth)
      .filter((summary) => group === null || summary.group === Number(group));
    const sorted = all.sort((a, b) => (a.place! < b.place! ? -1 : 1));
    const from = Number(query.get("cursor") ?? 0);
    return {
      cases: sorted.slice(from, from + 1_000),
      next: sorted.length > from + 1_000 ? String(from + 1_000) : null,
    };
  }
}

/** A place in a list, in the service's order: who asked for a person, then what is pressing, then who waits longest. */
function placeOf({
  status,
  priority = "normal",
  asked_person,
  waiting_since,
  updated_at,
  snoozed,
  case: id,
}: CaseSummary): string {
  if (snoozed !== undefined) return `${snoozed.until ?? 99_999_999_999_999}#${id}`;
  const rank = ["urgent", "high", "normal", "low"].indexOf(priority) + (asked_person === true ? 0 : 4);
  const at = String(waiting_since ?? updated_at).padStart(14, "0");
  return `${status === "waiting" ? rank : ""}${at}#${id}`;
}

/** The message for later that still waits. */
function scheduledIn(events: readonly EventView[]): number | undefined {
  const seq = events.findLast(({ body }) => body.kind === "scheduled")?.seq;
  return seq !== undefined && outcomeOf(seq, events) === "waiting" ? seq : undefined;
}

/** The list where the service has a case. */
function listOf({ status, snoozed }: CaseSummary): string {
  if (snoozed !== undefined) return "snoozed";
  return status === "resolved" ? "closed" : status;
}

function moved(before: CaseSummary, { seq, at, author, body }: EventView): Partial<CaseSummary> {
  const base = { seq, updated_at: at };
  const isCustomers = author.role === "customer";
  switch (body.kind) {
    case "message":
    case "approved":
      return {
        ...base,
        status: isCustomers ? "waiting" : "open",
        waiting_since: isCustomers ? (before.waiting_since ?? at) : null,
        wants_person: isCustomers && before.wants_person,
        asked_person: isCustomers && before.asked_person === true,
        suggestion: false,
        last_role: author.role,
        excerpt: body.text ?? before.excerpt,
      };
    case "escalated":
      return {
        ...base,
        wants_person: true,
        ...(body.reason === "customer_asked" || body.reason === "not_helped" ? { asked_person: true } : {}),
        ...passedTo(body.group, before, at),
      };
    case "prioritized":
      return { ...base, priority: body.priority };
    case "subject_changed":
      return { ...base, subject: body.subject ?? before.excerpt };
    case "tagged": {
      const tags = new Set([...(before.tags ?? []), ...body.added]);
      for (const tag of body.removed) tags.delete(tag);
      return { ...base, tags: [...tags].sort() };
    }
    case "suggested":
      return { ...base, suggestion: true };
    case "rejected":
      return { ...base, suggestion: false };
    case "resolved":
      return { ...base, status: "resolved", waiting_since: null, suggestion: false };
    case "reopened":
      return { ...base, status: isCustomers ? "waiting" : "open" };
    case "snoozed":
      return { ...base, snoozed: { until: body.until } };
    case "assigned":
      return { ...base, assignee: body.agent, assignee_name: body.name };
    case "unassigned":
      return { ...base, assignee: null, assignee_name: null };
    default:
      return base;
  }
}

/** What being passed to a group changes; nothing where a person is wanted, whoever that is. */
function passedTo(group: number | undefined, before: CaseSummary, at: number): Partial<CaseSummary> {
  if (group === undefined) return {};
  const waiting_since = before.waiting_since ?? at;
  return { group, assignee: null, assignee_name: null, status: "waiting", waiting_since };
}

function bodyOf(frame: ClientFrame, events: readonly EventView[]): EventBody {
  switch (frame.action) {
    case "send":
      return { kind: "message", text: frame.text, answers: frame.answers ?? null, sources: [] };
    case "note":
      return { kind: "note", text: frame.text };
    case "assign":
      return { kind: "assigned", agent: frame.agent, name: frame.agent === JON.id ? JON.name : MAYA.name };
    case "unassign":
      return { kind: "unassigned" };
    case "escalate": {
      const group = frame.group == null ? {} : { group: frame.group };
      return { kind: "escalated", reason: "staff_asked", tried: null, ...group };
    }
    case "schedule_message":
      return {
        kind: "scheduled",
        text: frame.text,
        answers: frame.after,
        at: frame.at ?? Date.now() + 60 * MINUTE,
        at_opening: frame.at === undefined,
      };
    case "cancel_scheduled":
      return { kind: "schedule_cancelled", of: frame.of };
    case "snooze":
      return { kind: "snoozed", until: frame.until ?? null };
    case "wake":
      return { kind: "woken" };
    case "resolve":
      return { kind: "resolved" };
    case "prioritize":
      return { kind: "prioritized", priority: frame.priority };
    case "set_subject":
      return { kind: "subject_changed", subject: frame.subject ?? null };
    case "tag":
      return { kind: "tagged", added: frame.add ?? [], removed: frame.remove ?? [] };
    case "reopen":
      return { kind: "reopened" };
    case "withdraw":
      return { kind: "withdrawn", of: frame.of };
    case "reject":
      return { kind: "rejected", suggestion: frame.suggestion, reason: frame.reason };
    case "approve": {
      const draft = events[frame.suggestion - 1]?.body;
      const text = frame.text ?? (draft?.kind === "suggested" ? draft.text : null);
      return {
        kind: "approved",
        suggestion: frame.suggestion,
        answers: frame.answers ?? 0,
        text,
        edited: frame.text !== undefined,
        sources: [],
      };
    }
    default:
      throw new Error(`the backend has no answer to ${frame.action}`);
  }
}
