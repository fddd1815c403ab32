// The built pages as the site serves them, without a stack: for tests whose service is a double, and for measuring.
//   node --import tsx e2e/site.ts [port]
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const DIST = process.env.FIRSTLINE_DIST ?? join(dirname(fileURLToPath(import.meta.url)), "../dist");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Where the pages find the service. */
export interface Places {
  api: string;
  socket: string;
}

/** Nobody listens there: a test answers in the browser. */
const NOWHERE: Places = { api: "http://127.0.0.1:9", socket: "ws://127.0.0.1:9/live" };

/** Serves `dist` on this machine, with what `local` says beside it: policy, caching, compression. */
export async function serveSite(
  port = 0,
  places: Places = NOWHERE,
  otherwise?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<{ url: string; asked: string[]; close(): void }> {
  const kept = new Map<string, Buffer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    asked.push(`${request.method} ${pathname}`);
    if (otherwise?.(request, response)) return;
    const origin = `http://${request.headers.host}`;
    if (pathname === "/config.json") return config(response, places, origin);
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const body = kept.get(path) ?? read(path);
    if (body === null) return void response.writeHead(404).end("Not found.");
    kept.set(path, body);
    response.writeHead(200, headers(path, places)).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => void server.close() };
}

function config(response: ServerResponse, { api, socket }: Places, origin: string): void {
  const oidc = { issuer: `${origin}/oidc`, client_id: "firstline" };
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache" });
  response.end(JSON.stringify({ api: api.replace(/^\//, `${origin}/`), socket, oidc }));
}

function read(path: string): Buffer | null {
  try {
    const bytes = readFileSync(join(DIST, path));
    return isText(path) ? brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : bytes;
  } catch {
    return null;
  }
}

const isText = (path: string): boolean => extname(path) !== ".woff2";

function headers(path: string, { api, socket }: Places): Record<string, string> {
  const isHashed = /\/assets\/.+-[\w-]{8}\.\w+$/.test(path);
  const ancestors = path.startsWith("/widget/") ? "http://localhost:* http://127.0.0.1:*" : "'none'";
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    `connect-src 'self' ${api.startsWith("/") ? "" : api} ${new URL(socket).origin}; base-uri 'none'; ` +
    `form-action 'none'; require-trusted-types-for 'script'; frame-ancestors ${ancestors}`;
  return {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    ...(isText(path) && { "content-encoding": "br" }),
    ...(/^\/(widget|console)\//.test(path) && { "content-security-policy": policy }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serveSite(Number(process.argv[2] ?? 4700));
  console.log(url);
}
