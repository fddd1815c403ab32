import type { Posted } from "../client/api.ts";
import type {
  CaseSummary,
  ClientFrame,
  Code,
  Colleague,
  EventView,
  HelpArticle,
  ServerFrame,
  StoreView,
} from "../client/index.ts";
import { Files } from "./files.ts";
import { Limit } from "./limit.ts";
import { CaseLog, type Stored } from "./log.ts";
import type { Person } from "./people.ts";
import { nameIn, preChatOf } from "./pre_chat.ts";
import type { Asked, Reply, Routes } from "./replies.ts";
import { EVENTS, respond } from "./rest.ts";
import { summaryOf } from "./summaries.ts";

// The one double of the service, for every test of the web. What it does stands in parts by subject:
//
//   fake_server.ts  who is connected, what a frame is answered with, who is told of an event
//   rest.ts         what a request is answered with; a subject's own routes: knowledge.ts, canned.ts, team.ts,
//                   statistics.ts, search.ts, mentions.ts
//   log.ts          a case's log: dense, each command once, what each side sees of it, and where the case stands with that.
//                   The last is the client's own reducer, which `case_reducer.test.ts` holds to vectors of the real service.
//   bodies.ts       what a command writes, held to the same vectors · summaries.ts, lists.ts  what lists say of cases, and in which order
//   files.ts        what is attached: uploads, their standing, links; bucket.ts  where browsers send the bytes and get them
//   limit.ts        how much a person may do a minute
//
// A test reaches it by one of these:
//
//   network.ts      unit tests: sockets and requests on a clock that stands still, with faults at will
//   console.ts      browser tests of the console: Maya is signed in, and a test says what customers and colleagues do
//   widget.ts       browser tests of the widget: one visitor, and a test says what the assistant and the staff do
//                   (both over browser.ts: the page's own network, or with http.ts a port of this machine)

/** A socket, as the service sees it. */
export interface Connection {
  readonly person: Person;
  /** What it listens to. */
  readonly cases: Set<string>;
  send(frame: ServerFrame): void;
}

/** The service in one object. */
export abstract class FakeServer {
  readonly cases = new Map<string, CaseLog>();
  readonly connections = new Set<Connection>();
  /** The frames that have come over sockets, in order. */
  readonly heard: ClientFrame[] = [];
  /** The commands that have come over REST, in order. */
  readonly posted: ClientFrame[] = [];
  /** Refuses the next command of this action. */
  readonly refusals = new Map<ClientFrame["action"], Code>();
  /** How many seconds a refusal for too much at once says to wait. */
  retryAfter = 7;
  /** How many commands each person may give a minute. */
  messages = new Limit(Infinity);
  /** How many visitors may come a minute. */
  visitors = new Limit(Infinity);
  /** Which of the staff are there; null: that is nobody's business here. */
  online: Colleague[] | null = null;
  /** What the store says of itself. */
  store: StoreView = {
    id: "demo",
    name: "Kiln & Clover",
    greeting: null,
    appearance: { name: null, logo: null, accent: null, starters: [], privacy: null },
    assistant: true,
    help: false,
    open: null,
    opens_at: null,
  };
  /** What its visitors may look through before they write. */
  articles: HelpArticle[] = [];
  /** What is attached. */
  readonly files = new Files(
    () => this.now(),
    (person, id) => this.find(person, id) !== undefined,
    (person, consent) => {
      const asked = this.store.pre_chat?.consent?.version;
      const hasCase = [...this.cases.values()].some(({ customer }) => customer === person.id);
      return person.role !== "customer" || hasCase || asked === undefined || asked === consent;
    },
  );
  /** Cases that are counted in each list and never loaded. */
  unlisted = 0;
  /** What is asked for beside cases. */
  readonly routes: Routes[] = [];

  constructor(
    readonly now: () => number,
    /** The most events of an answer. */
    readonly page = 200,
  ) {}

  /** Whom the service takes the bearer of a token for; null: for nobody. */
  abstract identify(token: string | null): Person | null;

  /** A visitor who comes, or comes back as `known`. */
  abstract visitor(known: Person | null): { user: string; token: string };

  /** What a request is answered with. */
  respond(asked: Asked): Reply {
    return respond(this, asked);
  }

  /** What a frame is answered with; null: with nothing. */
  handle(connection: Connection, frame: ClientFrame): ServerFrame | null {
    switch (frame.action) {
      case "typing":
        return null;
      case "read":
        this.#read(connection, frame);
        return null;
      case "heartbeat":
        return { action: "beat", id: frame.id, behind: this.#behind(connection, frame.cases), online: this.online };
      case "sync":
        return this.#sync(connection, frame);
      default:
        return this.append(connection.person, frame);
    }
  }

  /** A case, where this person may know of it: customers see their own. */
  find(person: Person, id: string): CaseLog | undefined {
    const log = this.cases.get(id);
    return person.role === "customer" && log?.customer !== person.id ? undefined : log;
  }

  /** Does a command, once, and tells whoever listens. */
  append(person: Person, frame: Posted): ServerFrame {
    const asked = frame.action === "open" ? preChatOf(this.store.pre_chat, frame.pre_chat) : {};
    if (typeof asked === "string") return refusal(frame.id, asked);
    const log = frame.action === "open" ? this.#opened(person, frame) : this.find(person, frame.case);
    const refused = this.refusals.get(frame.action) ?? (log ? undefined : "not_found");
    this.refusals.delete(frame.action);
    if (!log || refused) return refusal(frame.id, refused ?? "not_found", this.retryAfter);
    const isKnown = log.events.some(({ id }) => id === frame.id);
    const wait = isKnown ? null : this.messages.count(person.id, this.now());
    if (wait !== null) return refusal(frame.id, "rate_limited", wait);
    const before = log.events.length;
    const named = "files" in frame ? frame.files : undefined;
    const files = this.files.attach(named ?? [], frame.id, person);
    if (files === null) return refusal(frame.id, "file_not_ready");
    const result = log.append(person, frame, this.now(), files);
    const shared = { id: frame.id, case: log.id, view: log.view(person) };
    const seen = log.visible(person);
    const after = frame.action === "open" ? 0 : frame.after;
    if (result.kind === "refused") return refusal(frame.id, result.code);
    if (result.kind === "behind") {
      const events = seen.filter(({ seq }) => result.events.some((event) => event.seq === seq));
      return { ...shared, action: "behind", events, head: shared.view.head, more: true };
    }
    if (result.event.body.kind === "opened" && Object.keys(asked).length > 0) {
      result.event.body.pre_chat = asked;
      result.event.author.name ??= nameIn(asked);
    }
    if (log.events.length > before) this.wrote(log, result.event);
    const event = seen.find(({ seq }) => seq === result.event.seq) as EventView;
    const missed = seen.filter(({ seq }) => seq > after && seq < event.seq);
    return { ...shared, action: "ack", event, missed, more: false };
  }

  /** Lists every case, as this person sees it. */
  summaries(person: Person): CaseSummary[] {
    return [...this.cases.values()].map((log) => summaryOf(log, person));
  }

  /** An event is in the log by a command: whoever listens is told. */
  protected wrote(log: CaseLog, event: Stored): void {
    this.push(log, event.seq);
  }

  /** Tells whoever listens to a case, and may see it, of an event. */
  protected push(log: CaseLog, seq: number): void {
    for (const connection of this.connections) {
      if (!connection.cases.has(log.id)) continue;
      const event = log.visible(connection.person).find((seen) => seen.seq === seq);
      if (event) connection.send({ action: "event", case: log.id, event });
    }
  }

  #opened(person: Person, frame: Extract<Posted, { action: "open" }>): CaseLog {
    const id = caseIdOf(person.id, frame.id);
    const log = this.cases.get(id) ?? new CaseLog(id, frame.store, person.id, this.page);
    this.cases.set(id, log);
    return log;
  }

  #sync(connection: Connection, frame: { id: string; case: string; after: number }): ServerFrame {
    connection.cases.add(frame.case);
    const log = this.find(connection.person, frame.case);
    if (!log) return refusal(frame.id, "not_found");
    const all = log.after(connection.person, frame.after);
    if (!all) return refusal(frame.id, "unknown_cursor");
    const events = frame.after === 0 ? all.slice(-Math.min(this.page, EVENTS)) : all.slice(0, this.page);
    const view = log.view(connection.person);
    const more = events.at(-1) !== all.at(-1);
    const reads = [...log.reads.values()];
    return { action: "missed", id: frame.id, case: log.id, events, head: view.head, more, reads, view };
  }

  #read({ person }: Connection, { case: id, seq }: { case: string; seq: number }): void {
    this.find(person, id)?.reads.set(person.id, { user: person.id, role: person.role, seq, at: this.now() });
    for (const other of this.connections) {
      if (other.person.id !== person.id && other.cases.has(id))
        other.send({ action: "read", case: id, user: person.id, role: person.role, seq });
    }
  }

  #behind({ person }: Connection, heads: { case: string; head: number }[]): { case: string; head: number }[] {
    const now = heads.map(({ case: id }) => ({ case: id, head: this.find(person, id)?.view(person).head ?? 0 }));
    return now.filter(({ head }, index) => head !== heads[index]?.head);
  }
}

/** 26 characters that depend on customer and command, as the service derives them. */
function caseIdOf(customer: string, command: string): string {
  let state = 17;
  for (const letter of customer + command) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0;
  return `${customer}${command}${state}`
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .padEnd(26, "0")
    .slice(-26);
}

/** A command that was not done. */
export function refusal(id: string, code: Code, wait?: number): ServerFrame {
  const retry = code === "rate_limited" && wait !== undefined ? { retry_after: wait } : {};
  return { action: "error", code, message: code, id, ...retry };
}
