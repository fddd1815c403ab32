import type { MentionPage } from "../client/index.ts";
import type { CaseLog } from "./log.ts";
import { type Reply, type Request, ok } from "./replies.ts";
import { summaryOf } from "./summaries.ts";

/** Notes on a page. */
const PAGE = 25;

/** The notes that have called somebody, and up to when they have read them. */
export class MentionLists {
  /** By person. */
  readonly read = new Map<string, number>();

  constructor(private readonly cases: () => Iterable<CaseLog>) {}

  handle({ path, query, body, person }: Request): Reply | null {
    if (path === "/stores/demo/mentions/read") {
      this.read.set(person.id, (body as { until: number }).until);
      return ok(null, 204);
    }
    if (path !== "/stores/demo/mentions") return null;
    const until = this.read.get(person.id) ?? 0;
    const all = [...this.cases()]
      .flatMap((log) =>
        log.events.flatMap(({ body: said, seq, at, author }) => {
          const isCalled =
            said.kind === "note" && said.mentions?.includes(person.id) === true && author.id !== person.id;
          if (!isCalled) return [];
          const isGone = log.events.some(({ body: later }) => later.kind === "withdrawn" && later.of === seq);
          const text = isGone ? null : said.text;
          const { subject } = summaryOf(log, person);
          return [{ case: log.id, seq, at, by: author.name, text, subject, read: at <= until }];
        }),
      )
      .sort((a, b) => b.at - a.at);
    const from = Number(query.get("cursor") ?? 0);
    const page: MentionPage = {
      mentions: all.slice(from, from + PAGE),
      unread: Math.min(100, all.filter(({ read }) => !read).length),
      next: all.length > from + PAGE ? String(from + PAGE) : null,
    };
    return ok(page);
  }
}
