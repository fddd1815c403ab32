import type { CaseState, EventView } from "../client/index.ts";

/** A colleague, as far as this console has heard of them. */
export interface Person {
  user: string;
  name: string | null;
  isOnline: boolean;
}

/** Someone who had a case open a moment ago. */
export interface Viewer {
  user: string;
  until: number;
}

/** For how long after a sign of life somebody counts as viewing, in milliseconds. */
const LINGER = 90_000;

/** Whether a user is of the staff, as their id tells. */
export function isStaff(user: string): boolean {
  return user.startsWith("a_");
}

/** Who is looking at a case: colleagues who read on or type while we watch. `me` is left out. */
export function viewersAfter(viewers: readonly Viewer[], before: CaseState | null, now: CaseState, me: string | null, at: number): readonly Viewer[] {
  const readOn = Object.keys(now.reads).filter((user) => before !== null && before.case === now.case && now.reads[user] !== before.reads[user]);
  const active = [...readOn, ...now.typing.map((typist) => typist.user)].filter((user) => isStaff(user) && user !== me);
  const staying = viewers.filter((viewer) => viewer.until > at && !active.includes(viewer.user));
  if (active.length === 0 && staying.length === viewers.length) return viewers;
  return [...staying, ...[...new Set(active)].map((user) => ({ user, until: at + LINGER }))];
}

/** A colleague's name out of what is known: presence first, then what the log calls them. */
export function nameIn(user: string, people: ReadonlyMap<string, Person>, events: readonly EventView[]): string | null {
  const known = people.get(user)?.name;
  if (known != null) return known;
  for (const { author, body } of [...events].reverse()) {
    if (author.id === user && author.name !== null) return author.name;
    if (body.kind === "assigned" && body.agent === user && body.name !== null) return body.name;
  }
  return null;
}
