import type { Posted } from "../client/api.ts";
import type { ClientFrame, Code, ServerFrame } from "../client/index.ts";
import type { Clock, WebSocketLike } from "../client/platform.ts";
import { type Faults, NO_FAULTS } from "./faults.ts";
import type { Person } from "./people.ts";
import { askedOf } from "./replies.ts";
import { type Connection, FakeServer, refusal } from "./fake_server.ts";

/** A socket over a bad network. */
interface Line extends Connection {
  webSocket: WebSocketLike;
  isOver: boolean;
}

/** The service over a network of a test's clock, with faults at will. */
export class TestServer extends FakeServer {
  override readonly connections = new Set<Line>();
  faults: Faults = NO_FAULTS;
  /** How many connections a person may have; the oldest of more is ended. */
  mostConnections = Infinity;
  /** How many connections there have been. */
  accepted = 0;
  /** Whether sockets can be had at all. */
  hasSockets = true;
  /** Whether anything can be had. */
  isUp = true;
  /** What the bucket answers the next uploads with, instead of taking them. */
  readonly bucketRefuses: number[] = [];
  /** The path of every request. */
  readonly asked: string[] = [];
  /** Every command's frame that arrived, by command id. */
  readonly arrived = new Map<string, string[]>();
  #visitors = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    page = 200,
  ) {
    super(() => clock.now(), page);
  }

  /** A token begins with whose it is. */
  override identify(token: string | null): Person {
    const id = token?.split(".")[0] ?? "";
    return id.startsWith("a_") ? { id, role: "agent", name: "Ines" } : { id, role: "customer" };
  }

  override visitor(known: Person | null): { user: string; token: string } {
    const user = known?.id ?? `v_${(this.#visitors += 1)}`;
    return { user, token: `${user}.${this.clock.now()}` };
  }

  connect(_url: string, protocols: string[]): WebSocketLike {
    const webSocket: WebSocketLike = { onopen: null, onclose: null, onmessage: null, send: () => {}, close: () => {} };
    const person = this.identify((protocols[1] ?? "").replace("bearer.", ""));
    const line: Line = { person, webSocket, cases: new Set(), isOver: false, send: (frame) => this.#send(line, frame) };
    webSocket.send = (data) => this.#transmit(() => this.#received(line, data), line);
    webSocket.close = () => this.#end(line);
    this.clock.after(1, () => {
      if (line.isOver) return;
      if (!this.isUp || !this.hasSockets || this.#happens(this.faults.refuse)) return this.cut(line);
      this.connections.add(line);
      this.accepted += 1;
      const own = [...this.connections].filter((other) => other.person.id === person.id);
      if (own.length > this.mostConnections) this.cut(own[0]!);
      webSocket.onopen?.();
    });
    return webSocket;
  }

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    await new Promise<void>((resolve) => void this.clock.after(this.random() * this.faults.delay, resolve));
    if (!this.isUp || this.#happens(this.faults.drop)) throw new TypeError("no network");
    const url = new URL(address);
    this.asked.push(url.pathname);
    if (url.pathname === "/config.json")
      return Response.json({ api: "http://api", socket: "ws://socket/live", oidc: { issuer: "", client_id: "" } });
    const request = new Request(address, { method: "POST", ...init });
    const [authorization, type] = [request.headers.get("authorization"), request.headers.get("content-type")];
    const { status, json } = this.respond(askedOf(address, { authorization, type }, await request.text()));
    if (this.#happens(this.faults.loseAnswer)) throw new TypeError("the answer was lost");
    return Response.json(json, { status });
  }

  /** Ends a connection as the network does. */
  cut(line: Line): void {
    if (line.isOver) return;
    this.#end(line);
    line.webSocket.onclose?.();
  }

  #end(line: Line): void {
    line.isOver = true;
    this.connections.delete(line);
  }

  #received(line: Line, data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    if (isCommand(frame)) return this.#command(line, frame, data);
    const answer = this.handle(line, frame);
    if (answer !== null) this.#send(line, answer);
  }

  #command(line: Line, frame: Posted, data: string): void {
    this.arrived.set(frame.id, [...(this.arrived.get(frame.id) ?? []), data]);
    if (this.#happens(this.faults.busy)) return this.#refuse(line, frame.id, "busy");
    const answer = this.append(line.person, frame);
    if (!this.#happens(this.faults.loseAnswer)) return this.#send(line, answer);
    if (this.random() < 0.5) this.#refuse(line, frame.id, "internal");
  }

  #refuse(line: Line, id: string, code: Code): void {
    this.#send(line, refusal(id, code));
  }

  #send(line: Line, frame: ServerFrame): void {
    this.#transmit(() => line.webSocket.onmessage?.({ data: JSON.stringify(frame) }), line);
  }

  /** Takes a frame over the wire, or not, or twice. */
  #transmit(deliver: () => void, line: Line): void {
    if (this.#happens(this.faults.cut)) return this.cut(line);
    if (this.#happens(this.faults.drop)) return;
    const copies = this.#happens(this.faults.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.clock.after(this.random() * this.faults.delay, () => {
        if (!line.isOver) deliver();
      });
    }
  }

  #happens(chance: number): boolean {
    return chance > 0 && this.random() < chance;
  }
}

function isCommand(frame: ClientFrame): frame is Posted {
  return !["sync", "heartbeat", "read", "typing"].includes(frame.action);
}
