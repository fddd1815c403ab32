/** The lists of the console, in the order in which they are offered. */
export const LISTS = ["waiting", "open", "closed"] as const;
export type ListName = (typeof LISTS)[number];

/** Where in the console somebody is; the address bar holds it, so that a reload or a shared link leads back. */
export interface Place {
  list: ListName;
  /** The open case. */
  case: string | null;
}

const HOME = "/console/";

/**
 * Reads a place from an address. It lies in the query, not in the path, because a plain file server knows only
 * `/console/`.
 */
export function placeOf(query: Record<string, string | undefined>): Place {
  const list = LISTS.find((name) => name === query["list"]) ?? "waiting";
  const id = query["case"] ?? "";
  return { list, case: /^[0-9a-z]{26}$/.test(id) ? id : null };
}

/** The address of a place. */
export function addressOf(place: Place): string {
  const query = new URLSearchParams();
  if (place.list !== "waiting") query.set("list", place.list);
  if (place.case !== null) query.set("case", place.case);
  const text = query.toString();
  return text === "" ? HOME : `${HOME}?${text}`;
}
