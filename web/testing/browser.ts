import type { Route, WebSocketRoute } from "@playwright/test";
import type { ClientFrame, ServerFrame } from "../client/index.ts";
import { type ApiServer, CORS, serveApi } from "./http.ts";
import { type Connection, FakeServer } from "./fake_server.ts";
import { askedOf } from "./replies.ts";

/** A line that was cut, as the page's socket is told. */
const CUT = { code: 4000 };

/** A connection of a page. */
interface Line extends Connection {
  socket: WebSocketRoute;
}

/** The service behind a page's own network, for states that the real stack reaches only with effort. */
export abstract class BrowserServer extends FakeServer {
  override readonly connections = new Set<Line>();
  /** Whether anything can be reached. */
  isUp = true;
  #events = 0;

  constructor() {
    super(() => Date.now());
  }

  /** The API on a port of its own. */
  serve(): Promise<ApiServer> {
    return serveApi((asked) => (this.isUp ? this.respond(asked) : null));
  }

  /** Ends every connection, and takes no other until `isUp` is set again. */
  async cut(): Promise<void> {
    this.isUp = false;
    await this.disconnect();
  }

  async disconnect(): Promise<void> {
    const ended = [...this.connections];
    this.connections.clear();
    for (const { socket } of ended) await socket.close(CUT);
  }

  /** Sends a frame to every page. */
  tell(frame: ServerFrame): void {
    for (const connection of this.connections) connection.send(frame);
  }

  /** Takes a page's socket, where its token is somebody's. */
  protected accept(socket: WebSocketRoute): void {
    const token = socket.protocols().find((protocol) => protocol.startsWith("bearer."));
    const person = this.identify(token?.slice("bearer.".length) ?? null);
    if (!this.isUp || person === null) return void socket.close(CUT);
    const line: Line = { person, socket, cases: new Set(), send: (frame) => socket.send(JSON.stringify(frame)) };
    this.connections.add(line);
    socket.onClose(() => void this.connections.delete(line));
    socket.onMessage((data) => {
      const frame = JSON.parse(String(data)) as ClientFrame;
      this.heard.push(frame);
      const answer = this.handle(line, frame);
      if (answer !== null) line.send(answer);
    });
  }

  /** Answers a page's request. */
  protected fulfill(route: Route): Promise<void> {
    if (!this.isUp) return route.abort("internetdisconnected");
    const request = route.request();
    if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: CORS });
    const { authorization, "content-type": type } = request.headers();
    const asked = askedOf(request.url(), { authorization, type }, request.postData() ?? "");
    return route.fulfill({ ...this.respond(asked), headers: CORS });
  }

  /** An id for an event that no command of a page has made. */
  protected eventId(): string {
    return `e${(this.#events += 1)}`.padEnd(12, "_");
  }
}
