import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock, SearchHit, SearchPage } from "../../client/index.ts";
import { readPages } from "./page_reader.ts";
import { type Rest, documentOf } from "../rest.ts";

/** After the last key, in milliseconds: the service need not search for half a word. */
export const PAUSE = 200;

/** What is looked for. Days are as 2026-11-30; what is empty narrows nothing. */
export interface Sought {
  words: string;
  tag?: string;
  from?: string;
  until?: string;
}

/** What a search has come to. */
export interface Findings {
  /** `waiting`: for the words to be there. */
  phase: "waiting" | "loading" | "ready" | "failed";
  /** What was looked for. */
  sought: Sought;
  hits: readonly SearchHit[];
  hasMore: boolean;
}

/** Searches all conversations as somebody types. */
export interface CaseFinder {
  readonly findings: ReadonlySignal<Findings>;
  /** Searches once nothing was typed for a moment; what is under way for other words is given up. */
  look(sought: Sought): void;
  /** Reads what comes after what is there, or what has failed. */
  more(): void;
  /** Gives up what is under way. */
  stop(): void;
}

/** Asks the service for a page. */
export type Find = (store: string, sought: Sought, cursor: string | null, signal: AbortSignal) => Promise<SearchPage>;

/** Where reading what one store has got to. */
interface Cursor {
  store: string;
  cursor: string | null;
  isDone: boolean;
}

const NOTHING: Findings = { phase: "waiting", sought: { words: "" }, hits: [], hasMore: false };

/** The service's search. */
export function searchCases(rest: Rest): Find {
  return (store, { words, ...only }, cursor, signal) => {
    const given = Object.entries({ ...only, cursor: cursor ?? "" }).filter(([, value]) => value !== "");
    const query = { query: words, ...Object.fromEntries(given) };
    return documentOf(rest.GET("/stores/{store}/search", { params: { path: { store }, query }, signal }));
  };
}

/** Creates a finder over the stores of an agent. */
export function createCaseFinder(find: Find, stores: () => readonly string[], clock: Pick<Clock, "after">): CaseFinder {
  const findings = signal(NOTHING);
  let cursors: Cursor[] = [];
  let request: AbortController | null = null;
  let cancel: (() => void) | null = null;

  const stop = () => {
    cancel?.();
    request?.abort();
    cancel = request = null;
  };
  const read = async (at: Cursor, sought: Sought, signal: AbortSignal): Promise<[Cursor, SearchHit[]]> => {
    const page = async (cursor: string | null) => {
      const { hits, next } = await find(at.store, sought, cursor, signal);
      return { found: hits, next };
    };
    const { found, next } = await readPages(page, 0, at.cursor);
    return [{ ...at, cursor: next, isDone: next === null }, found];
  };
  const go = async () => {
    const own = (request = new AbortController());
    const { sought, hits } = findings.value;
    findings.value = { ...findings.value, phase: "loading" };
    try {
      const left = cursors.filter((at) => !at.isDone);
      const pages = await Promise.all(left.map((at) => read(at, sought, own.signal)));
      if (own !== request) return;
      cursors = pages.map(([at]) => at);
      const hasMore = cursors.some((at) => !at.isDone);
      const all = newestFirst([...hits, ...pages.flatMap(([, found]) => found)]);
      findings.value = { phase: "ready", sought, hits: all, hasMore };
    } catch {
      if (own === request) findings.value = { ...findings.value, phase: "failed" };
    }
  };
  return {
    findings,
    look(sought) {
      stop();
      const isNothing = sought.words.trim() === "";
      findings.value = { ...NOTHING, sought, phase: isNothing ? "waiting" : "loading" };
      cursors = stores().map((store) => ({ store, cursor: null, isDone: false }));
      if (!isNothing) cancel = clock.after(PAUSE, () => void go());
    },
    more() {
      const { phase, hasMore } = findings.value;
      if (phase === "failed" || (phase === "ready" && hasMore)) void go();
    },
    stop,
  };
}

/** One store's order is the service's, and this is the same; of several, one is made. */
function newestFirst(hits: readonly SearchHit[]): SearchHit[] {
  const cases = new Map(hits.map((hit) => [hit.case.case, hit]));
  return [...cases.values()].sort((a, b) => b.case.opened_at - a.case.opened_at);
}
