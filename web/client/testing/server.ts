import type { Clock, WebSocketLike } from "../platform.ts";
import type { CaseSummary, ClientFrame, Code, EventView, ServerFrame } from "../generated/wire.ts";
import { type Faults, NO_FAULTS } from "./faults.ts";
import { Limit } from "./limit.ts";
import { CaseLog, type Person } from "./log.ts";
import type { Posted } from "../api.ts";

interface Connection {
  person: Person;
  webSocket: WebSocketLike;
  cases: Set<string>;
  isOver: boolean;
}

/** The service in one object: sockets and REST over model logs, with faults at will. */
export class TestServer {
  faults: Faults = NO_FAULTS;
  /** How many messages each person may write a minute. */
  messages = new Limit(Infinity);
  /** How many visitors may come a minute. */
  visitors = new Limit(Infinity);
  /** How many connections a person may have; the oldest of more is ended. */
  mostConnections = Infinity;
  /** How many connections there have been. */
  accepted = 0;
  /** Whether sockets can be had at all. */
  hasSockets = true;
  /** Whether anything can be had. */
  isUp = true;
  readonly cases = new Map<string, CaseLog>();
  readonly connections = new Set<Connection>();
  /** The path of every request. */
  readonly asked: string[] = [];
  /** Every command's frame that arrived, by command id. */
  readonly arrived = new Map<string, string[]>();
  #visitors = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly page = 200,
  ) {}

  connect(_url: string, protocols: string[]): WebSocketLike {
    const webSocket: WebSocketLike = { onopen: null, onclose: null, onmessage: null, send: () => {}, close: () => {} };
    const person = this.#person((protocols[1] ?? "").replace("bearer.", ""));
    const connection: Connection = { person, webSocket, cases: new Set(), isOver: false };
    webSocket.send = (data) => this.#transmit(() => this.#received(connection, data), connection);
    webSocket.close = () => this.#end(connection);
    this.clock.after(1, () => {
      if (connection.isOver) return;
      if (!this.isUp || !this.hasSockets || this.#happens(this.faults.refuse)) return this.cut(connection);
      this.connections.add(connection);
      this.accepted += 1;
      const own = [...this.connections].filter((other) => other.person.id === person.id);
      if (own.length > this.mostConnections) this.cut(own[0]!);
      webSocket.onopen?.();
    });
    return webSocket;
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    await new Promise<void>((resolve) => void this.clock.after(this.random() * this.faults.delay, resolve));
    if (!this.isUp || this.#happens(this.faults.drop)) throw new TypeError("no network");
    const { pathname, searchParams } = new URL(url);
    this.asked.push(pathname);
    const form = init.body instanceof URLSearchParams ? init.body : null;
    const token =
      form?.get("access_token") ?? new Headers(init.headers).get("authorization")?.replace("Bearer ", "") ?? "";
    const document = form ? form.get("frame") : init.body ? await new Response(init.body).text() : null;
    const body = JSON.parse(document ?? "null") as never;
    const [status, answer] = this.#rest(pathname, searchParams, this.#person(token), body);
    if (this.#happens(this.faults.loseAnswer)) throw new TypeError("the answer was lost");
    return Response.json(answer, { status });
  }

  /** Ends a connection as the network does. */
  cut(connection: Connection): void {
    if (connection.isOver) return;
    this.#end(connection);
    connection.webSocket.onclose?.();
  }

  #end(connection: Connection): void {
    connection.isOver = true;
    this.connections.delete(connection);
  }

  #received(connection: Connection, data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    switch (frame.action) {
      case "sync":
        return this.#send(connection, this.#sync(connection, frame));
      case "heartbeat":
        return this.#send(connection, {
          action: "beat",
          id: frame.id,
          behind: this.#compare(connection, frame.cases),
          online: null,
        });
      case "read":
        return this.#read(connection, frame);
      case "typing":
        return;
      default:
        return this.#command(connection, frame, data);
    }
  }

  #command(connection: Connection, frame: Posted, data: string): void {
    this.arrived.set(frame.id, [...(this.arrived.get(frame.id) ?? []), data]);
    if (this.#happens(this.faults.busy)) return this.#refuse(connection, frame.id, "busy");
    const answer = this.#append(connection.person, frame);
    if (!this.#happens(this.faults.loseAnswer)) return this.#send(connection, answer);
    if (this.random() < 0.5) this.#refuse(connection, frame.id, "internal");
  }

  #append(person: Person, frame: Posted): ServerFrame {
    const log = frame.action === "open" ? this.#opened(person, frame) : this.cases.get(frame.case);
    if (!log) return refusal(frame.id, "not_found");
    const isKnown = log.events.some(({ id }) => id === frame.id);
    const wait = isKnown ? null : this.messages.count(person.id, this.clock.now());
    if (wait !== null) return { ...refusal(frame.id, "rate_limited"), retry_after: wait } as ServerFrame;
    const before = log.events.length;
    const result = log.append(person, frame, this.clock.now());
    const shared = { id: frame.id, case: log.id, view: log.view(person) };
    const seen = log.visible(person);
    const after = frame.action === "open" ? 0 : frame.after;
    if (result.kind === "refused") return refusal(frame.id, result.code);
    if (result.kind === "behind") {
      const events = seen.filter(({ seq }) => result.events.some((event) => event.seq === seq));
      return { ...shared, action: "behind", events, head: shared.view.head, more: true };
    }
    if (log.events.length > before) this.#push(log, result.event.seq);
    const event = seen.find(({ seq }) => seq === result.event.seq) as EventView;
    const missed = seen.filter(({ seq }) => seq > after && seq < event.seq);
    return { ...shared, action: "ack", event, missed, more: false };
  }

  #opened(person: Person, frame: Extract<Posted, { action: "open" }>): CaseLog {
    const id = caseIdOf(person.id, frame.id);
    const log = this.cases.get(id) ?? new CaseLog(id, frame.store, person.id, this.page);
    this.cases.set(id, log);
    return log;
  }

  #push(log: CaseLog, seq: number): void {
    for (const connection of this.connections) {
      if (!connection.cases.has(log.id)) continue;
      const event = log.visible(connection.person).find((seen) => seen.seq === seq);
      if (event) this.#send(connection, { action: "event", case: log.id, event });
    }
  }

  #sync(connection: Connection, frame: { id: string; case: string; after: number }): ServerFrame {
    connection.cases.add(frame.case);
    const log = this.cases.get(frame.case);
    if (!log) return refusal(frame.id, "not_found");
    const all = log.after(connection.person, frame.after);
    if (!all) return refusal(frame.id, "unknown_cursor");
    const events = frame.after === 0 ? all.slice(-this.page) : all.slice(0, this.page);
    const view = log.view(connection.person);
    return {
      action: "missed",
      id: frame.id,
      case: log.id,
      events,
      head: view.head,
      more: events.at(-1) !== all.at(-1),
      reads: [...log.reads.values()],
      view,
    };
  }

  #read({ person }: Connection, { case: id, seq }: { case: string; seq: number }): void {
    this.cases.get(id)?.reads.set(person.id, { user: person.id, role: person.role, seq, at: this.clock.now() });
    for (const other of this.connections) {
      if (other.person !== person && other.cases.has(id))
        this.#send(other, { action: "read", case: id, user: person.id, role: person.role, seq });
    }
  }

  #compare({ person }: Connection, heads: { case: string; head: number }[]): { case: string; head: number }[] {
    const now = heads.map(({ case: id }) => ({ case: id, head: this.cases.get(id)?.view(person).head ?? 0 }));
    return now.filter(({ head }, index) => head !== heads[index]?.head);
  }

  #rest(path: string, query: URLSearchParams, person: Person, body: never): [number, object] {
    if (path === "/config.json")
      return [200, { api: "http://api", socket: "ws://socket/live", oidc: { issuer: "", client_id: "" } }];
    if (path === "/visitors/revoke") return [200, {}];
    const wait = path === "/visitors" ? this.visitors.count("address", this.clock.now()) : null;
    if (wait !== null) return [429, { code: "rate_limited", detail: "", retry_after: wait }];
    if (path.startsWith("/visitors")) return [201, this.#visitor(path.endsWith("rotate") ? person.id : undefined)];
    if (path === "/me")
      return [200, { user: person.id, role: person.role, name: null, stores: ["demo"], expires: 9e9 }];
    if (path === "/frames") return status(this.#append(person, body as Posted), 200);
    if (path === "/cases" && body)
      return status(this.#append(person, { ...(body as Posted), action: "open" } as Posted), 201);
    if (path === "/cases") return [200, { cases: this.#listed(person), next: null }];
    if (path.startsWith("/stores/")) return [200, { id: "demo", name: "Demo Shop" }];
    const [, , id = "", rest] = path.split("/");
    if (rest === "commands") return status(this.#append(person, { ...(body as Posted), case: id } as Posted), 200);
    const log = this.cases.get(id);
    if (!log) return [404, { code: "not_found", detail: "" }];
    const all = log.visible(person);
    const before = Number(query.get("before") ?? Infinity);
    const after = query.get("after");
    const events =
      after === null
        ? all.filter(({ seq }) => seq < before).slice(-50)
        : all.filter(({ seq }) => seq > Number(after)).slice(0, 50);
    return [200, { events, head: log.view(person).head, more: false, view: log.view(person) }];
  }

  #listed(person: Person): CaseSummary[] {
    const own = [...this.cases.values()].filter(({ customer }) => customer === person.id);
    return own.map((log) => {
      const events = log.visible(person);
      const view = log.view(person);
      const texts = events.flatMap(({ body }) => ("text" in body ? [body.text] : []));
      const last = events.findLast(({ body }) => "text" in body);
      return {
        case: log.id,
        store: log.store,
        customer: log.customer,
        customer_name: null,
        subject: texts[0] ?? null,
        excerpt: texts.at(-1) ?? null,
        last_role: last?.author.role ?? "customer",
        seq: view.head,
        status: view.status,
        assignee: null,
        assignee_name: null,
        opened_at: view.opened_at,
        updated_at: events.at(-1)?.at ?? 0,
        waiting_since: null,
        wants_person: false,
        suggestion: false,
        read: null,
      };
    });
  }

  #visitor(known?: string): object {
    const user = known ?? `v_${++this.#visitors}`;
    return {
      token: `${user}.${this.clock.now()}`,
      user,
      store: "demo",
      expires: this.clock.now() / 1000 + 30 * 86_400,
    };
  }

  #person(token: string): Person {
    const id = token.split(".")[0] ?? "";
    return { id, role: id.startsWith("a_") ? "agent" : "customer" };
  }

  #refuse(connection: Connection, id: string, code: Code): void {
    this.#send(connection, refusal(id, code));
  }

  #send(connection: Connection, frame: ServerFrame): void {
    this.#transmit(() => connection.webSocket.onmessage?.({ data: JSON.stringify(frame) }), connection);
  }

  /** Takes a frame over the wire, or not, or twice. */
  #transmit(deliver: () => void, connection: Connection): void {
    if (this.#happens(this.faults.cut)) return this.cut(connection);
    if (this.#happens(this.faults.drop)) return;
    const copies = this.#happens(this.faults.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.clock.after(this.random() * this.faults.delay, () => {
        if (!connection.isOver) deliver();
      });
    }
  }

  #happens(chance: number): boolean {
    return chance > 0 && this.random() < chance;
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

function refusal(id: string, code: Code): ServerFrame {
  return { action: "error", code, message: "", id };
}

function status(answer: ServerFrame, done: number): [number, object] {
  if (answer.action === "error") {
    const { code, retry_after } = answer;
    return [{ not_found: 404, rate_limited: 429 }[code as string] ?? 409, { code, detail: "", retry_after }];
  }
  return [answer.action === "behind" ? 409 : done, answer];
}
