import type { Posted } from "../client/api.ts";
import type { ServerFrame } from "../client/index.ts";
import { countsOf, listPage, ofCustomer } from "./lists.ts";
import { type Asked, type Reply, type Request, ok, problem } from "./replies.ts";
import type { FakeServer } from "./fake_server.ts";

/** A page of a case's events, and what a reader who has none begins with. */
export const EVENTS = 50;
/** A month, in seconds. */
const MONTH = 30 * 86_400;

/** What a request is answered with, whoever asks. */
export function respond(service: FakeServer, { url, token, body }: Asked): Reply {
  const { pathname: path, searchParams: query } = url;
  const person = service.identify(token);
  const open = forAnybody(service, path, person);
  if (open !== null) return open;
  if (person === null) return problem(401, "unauthorized");
  const request = { path, query, body, person };
  for (const route of service.routes) {
    const reply = route(request);
    if (reply !== null) return reply;
  }
  return service.files.handle(request) ?? ofCases(service, request) ?? problem(404, "not_found");
}

/** Whoever comes, and what a store says of itself, need no token. */
function forAnybody(service: FakeServer, path: string, person: ReturnType<FakeServer["identify"]>): Reply | null {
  if (path === "/visitors/revoke") return ok({});
  if (path === "/visitors" || path === "/visitors/rotate") {
    const wait = path === "/visitors" ? service.visitors.count("address", service.now()) : null;
    if (wait !== null) return problem(429, "rate_limited", { retry_after: wait });
    const visitor = service.visitor(path.endsWith("rotate") ? person : null);
    return ok({ ...visitor, store: service.store.id, expires: Math.floor(service.now() / 1_000) + MONTH }, 201);
  }
  if (path === `/stores/${service.store.id}/help`) return ok({ articles: service.articles });
  return /^\/stores\/[^/]+$/.test(path) ? ok(service.store) : null;
}

function ofCases(service: FakeServer, request: Request): Reply | null {
  const { path, query, body, person } = request;
  if (path === "/me") {
    const { id: user, role, name = null } = person;
    return ok({ user, role, name, stores: [service.store.id], expires: service.now() / 1_000 + MONTH });
  }
  if (path === "/cases" && body !== null)
    return answered(service.append(person, { ...body, action: "open" } as Posted), 201);
  if (path === "/cases") return ok({ cases: ofCustomer(service.summaries(person), person.id), next: null });
  if (path.endsWith("/counts")) return ok(countsOf(service.summaries(person), service.unlisted));
  if (/^\/stores\/[^/]+\/cases$/.test(path)) return ok(listPage(service.summaries(person), query));
  if (path === "/frames" && body !== null) return frame(service, person, body as Posted);
  const [, id = "", what] = /^\/cases\/([^/]+)\/(commands|events)$/.exec(path) ?? [];
  if (what === "commands") return command(service, request, id);
  return what === "events" ? events(service, request, id) : null;
}

function command(service: FakeServer, { body, person }: Request, id: string): Reply {
  return frame(service, person, { ...body, case: id } as Posted);
}

function frame(service: FakeServer, person: Request["person"], posted: Posted): Reply {
  service.posted.push(posted);
  return answered(service.append(person, posted), 200);
}

/** Events before a seq, the newest of them; or after one, the oldest. */
function events(service: FakeServer, { query, person }: Request, id: string): Reply {
  const log = service.find(person, id);
  if (!log) return problem(404, "not_found");
  const all = log.visible(person);
  const view = log.view(person);
  const after = query.get("after");
  if (after !== null) {
    const later = all.filter(({ seq }) => seq > Number(after));
    return ok({ events: later.slice(0, EVENTS), head: view.head, more: later.length > EVENTS, view });
  }
  const earlier = all.filter(({ seq }) => seq < Number(query.get("before") ?? Infinity));
  return ok({ events: earlier.slice(-EVENTS), head: view.head, more: earlier.length > EVENTS, view });
}

/** The status that goes with a command's answer. */
function answered(answer: ServerFrame, done: number): Reply {
  if (answer.action === "error") {
    const { code, retry_after } = answer;
    const status = { not_found: 404, rate_limited: 429 }[code as string] ?? 409;
    return problem(status, code, retry_after === undefined ? {} : { retry_after });
  }
  return ok(answer, answer.action === "behind" ? 409 : done);
}
