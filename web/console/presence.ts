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
export function viewersAfter(
  viewers: readonly Viewer[],
  now: CaseState,
  me: string | null,
  at: number,
): readonly Viewer[] {
  const until = new Map(viewers.map((viewer) => [viewer.user, viewer.until]));
  const typing = now.typing.map(({ user }): [string, number] => [user, at]);
  for (const [user, seen] of [...Object.entries(now.lookedAt), ...typing]) {
    if (isStaff(user) && user !== me) until.set(user, Math.max(seen + LINGER, until.get(user) ?? 0));
  }
  const there = [...until].filter(([, ends]) => ends > at).map(([user, ends]) => ({ user, until: ends }));
  const isSame =
    there.length === viewers.length &&
    there.every(({ user, until }, i) => viewers[i]!.user === user && viewers[i]!.until === until);
  return isSame ? viewers : there;
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
