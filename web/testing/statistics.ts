import type { DurationFigures, FiguresView, StatisticsView, TargetFigures } from "../client/index.ts";
import { JON } from "./people.ts";
import { type Reply, type Request, ok } from "./replies.ts";

/** What a day came to. */
export interface DayOf {
  opened: number;
  resolved: number;
}

const DAY = 24 * 60 * 60 * 1_000;
const times = (cases: number, median: number): DurationFigures | null =>
  cases ? { cases, median, p90: median * 4 } : null;

function target(hasTargets: boolean, cases: number, missed: number): TargetFigures {
  return hasTargets ? { met: cases - missed, missed } : { met: 0, missed: 0 };
}

function figures(opened: number, resolved: number, hasTargets: boolean): FiguresView {
  return {
    opened,
    opened_by_hour: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? opened : 0)),
    resolved,
    assistant_alone: Math.floor(resolved / 4),
    escalated: Math.floor(opened / 5),
    reopened: Math.floor(resolved / 10),
    ratings: [0, 0, 0, resolved > 0 ? 1 : 0, Math.floor(resolved / 2)],
    approved: resolved,
    edited: 2,
    rejected: [
      { reason: "wrong", count: 1 },
      { reason: "outdated", count: 0 },
      { reason: "tone", count: 0 },
      { reason: "not_needed", count: 0 },
    ],
    first_reply: times(resolved, 150),
    resolution: times(resolved, 9_000),
    first_reply_target: target(hasTargets, resolved, Math.floor(resolved / 10)),
    resolution_target: target(hasTargets, resolved, Math.floor(resolved / 4)),
  };
}

/** A store's days. */
export class Days {
  /** What each came to, the newest last. */
  known: DayOf[] = [];
  /** Whether the store has targets. */
  hasTargets = true;

  handle({ path, query }: Request): Reply | null {
    return path === "/stores/demo/statistics" ? ok(statisticsOf(query, this.known, this.hasTargets)) : null;
  }
}

/** What the service says of these days, the last of which is the last that is asked for. */
function statisticsOf(query: URLSearchParams, known: readonly DayOf[], hasTargets: boolean): StatisticsView {
  const [from, until] = ["from", "until"].map((name) => Date.parse(`${query.get(name)}T00:00:00Z`));
  const count = Math.round((until! - from!) / DAY) + 1;
  const days = Array.from({ length: count }, (_, index) => {
    const day = known[known.length - count + index] ?? { opened: 0, resolved: 0 };
    return {
      day: new Date(from! + index * DAY).toISOString().slice(0, 10),
      figures: figures(day.opened, day.resolved, hasTargets),
    };
  });
  const sum = (of: (day: FiguresView) => number) => days.reduce((all, day) => all + of(day.figures), 0);
  const [opened, resolved] = [sum((day) => day.opened), sum((day) => day.resolved)];
  const total = figures(opened, resolved, hasTargets);
  return {
    days,
    total,
    agents: opened ? [{ agent: JON.id!, figures: total }] : [],
    groups: opened ? [{ group: 1, figures: total }] : [],
  };
}
