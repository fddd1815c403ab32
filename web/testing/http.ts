import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Asked, type Reply, askedOf } from "./replies.ts";

/** What the real API says of other origins, by its template. */
export const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": "7200",
};

/** A double of the API on a port of its own. */
export interface ApiServer {
  url: string;
  /** What has come so far: method and path. */
  asked: string[];
  close(): void;
}

/** Serves an API on this machine; `answer` gives null where nothing can be reached. It holds up no process. */
export async function serveApi(answer: (asked: Asked) => Reply | null): Promise<ApiServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${new URL(request.url ?? "/", "http://api").pathname}`);
    void handle(request, response, answer);
  });
  await new Promise<void>((resolve) => server.unref().listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => void server.close() };
}

/** Answers one request. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (asked: Asked) => Reply | null,
): Promise<void> {
  for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization, "content-type": type } = request.headers;
  const reply = answer(askedOf(request.url ?? "/", { authorization, type }, Buffer.concat(chunks).toString()));
  if (reply === null) return void request.socket.destroy();
  response.writeHead(reply.status, { "content-type": "application/json" }).end(JSON.stringify(reply.json));
}
