import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Files } from "./files.ts";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "*",
};

/** The bucket on a port of this machine: it takes uploads as fast as it is told to, and serves what links lead to. */
export interface Bucket {
  /** How many bytes it takes of each upload before it waits; all of them unless a test says otherwise. */
  takes: number;
  /** Breaks the line of every upload under way. */
  cut(): void;
  /** Goes on with what waits. */
  resume(): void;
  /** The uploads that have come whole. */
  readonly posted: string[];
  close(): void;
}

export async function serveBucket(files: Files): Promise<Bucket> {
  const waiting = new Set<IncomingMessage>();
  const bucket: Bucket = {
    takes: Infinity,
    posted: [],
    cut() {
      for (const request of waiting) request.socket.destroy();
      waiting.clear();
    },
    resume() {
      bucket.takes = Infinity;
      for (const request of waiting) request.resume();
      waiting.clear();
    },
    close: () => void server.close(),
  };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? "/", "http://bucket");
    const [, what, id = ""] = pathname.split("/");
    if (request.method === "POST" && what === "uploads") return take(request, response, bucket, files, id, waiting);
    const file = what === "files" ? files.files.get(id) : undefined;
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (!file) return void response.writeHead(404).end();
    const { media_type, name } = file.view;
    const isPicture = media_type.startsWith("image/");
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    response.writeHead(200, {
      "content-type": media_type,
      ...(isPicture ? {} : { "content-disposition": disposition }),
    });
    response.end(file.bytes);
  });
  await new Promise<void>((resolve) => server.unref().listen(0, "127.0.0.1", resolve));
  files.bucket = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return bucket;
}

function take(
  request: IncomingMessage,
  response: ServerResponse,
  bucket: Bucket,
  files: Files,
  id: string,
  waiting: Set<IncomingMessage>,
): void {
  const chunks: Buffer[] = [];
  let taken = 0;
  request.on("error", () => undefined);
  request.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    taken += chunk.length;
    if (taken < bucket.takes) return;
    waiting.add(request);
    request.pause();
  });
  request.on("end", () => {
    files.arrive(id, fileOf(Buffer.concat(chunks)));
    bucket.posted.push(id);
    response.writeHead(204).end();
  });
}

/** The bytes of the last part of a form, which is the file. */
function fileOf(body: Buffer): Uint8Array {
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  const last = body.lastIndexOf(Buffer.concat([Buffer.from("\r\n"), boundary]));
  const part = body.lastIndexOf(boundary, last - 1);
  return new Uint8Array(body.subarray(body.indexOf("\r\n\r\n", part) + 4, last));
}
