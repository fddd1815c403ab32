import type { Store } from "../../client/index.ts";

/** Where it is kept what somebody has answered to the store: the shop's customer `owner`, or whoever sits at this browser. */
export function answersKey(site: string, owner?: string): string {
  return owner === undefined ? `fl:a:${site}` : `fl:a:${site}:${owner}`;
}

/** Lets what a visitor has answered be the customer's that they turn out to be, who may have answered before. */
export function handAnswers(storage: Store, site: string, owner: string): void {
  const begun = storage.get(answersKey(site));
  if (begun === null) return;
  storage.remove(answersKey(site));
  const key = answersKey(site, owner);
  if (storage.get(key) === null) storage.set(key, begun);
}

/** Forgets what a visitor has answered who turns out to be somebody else, and what of it was taken for the customer's. */
export function forgetAnswers(storage: Store, site: string, owner?: string): void {
  for (const key of [answersKey(site), answersKey(site, owner)]) storage.remove(key);
}
