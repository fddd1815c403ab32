/** The lists of the console, in the order in which they are offered. */
export const LISTS = ["waiting", "open", "snoozed", "closed"] as const;
export type ListName = (typeof LISTS)[number];

/** What the console has beside the cases; each is loaded when it is first wanted. */
export const PAGES = ["mentions", "search", "answers", "store", "team", "statistics"] as const;
export type PageName = (typeof PAGES)[number];

/** Where in the console somebody is; the address bar holds it, so that a reload or a shared link leads back. */
export interface ConsoleLocation {
  list: ListName;
  /** The open case. */
  case: string | null;
  /** Null: at the cases. */
  page: PageName | null;
  /** On the page of answers: which one, `new` for one to be written, `import` for many. */
  answer: string | null;
  /** On the page of the search: what is looked for. */
  query?: string;
}

const HOME = "/console/";

/**
 * Reads a place from an address. It lies in the query, not in the path, because a plain file server knows only
 * `/console/`.
 */
export function parseLocation(query: Record<string, string | undefined>): ConsoleLocation {
  const list = LISTS.find((name) => name === query.list) ?? "waiting";
  const page = PAGES.find((name) => name === query.page) ?? null;
  const id = query.case ?? "";
  const answer = query.answer ?? "";
  return {
    list,
    case: page === null && /^[0-9a-z]{26}$/.test(id) ? id : null,
    page,
    answer: page === "answers" && /^[\w-]{1,64}$/.test(answer) ? answer : null,
    ...(page === "search" ? { query: query.query ?? "" } : {}),
  };
}

/** A list with nothing open, or with a case. */
export function listLocation(list: ListName, open: string | null = null): ConsoleLocation {
  return { list, case: open, page: null, answer: null };
}

/** A page beside the cases; `answer` is for the page of answers. */
export function pageLocation(page: PageName, answer: string | null = null): ConsoleLocation {
  return { list: "waiting", case: null, page, answer };
}

/** The search over all conversations, for some words. */
export function searchLocation(query: string): ConsoleLocation {
  return { ...pageLocation("search"), query };
}

/** The address of a place. */
export function locationUrl({ list, case: open, page, answer, query: sought }: ConsoleLocation): string {
  const query = new URLSearchParams();
  if (page !== null) query.set("page", page);
  if (answer !== null) query.set("answer", answer);
  if (sought) query.set("query", sought);
  if (list !== "waiting") query.set("list", list);
  if (open !== null) query.set("case", open);
  const text = query.toString();
  return text === "" ? HOME : `${HOME}?${text}`;
}
