/** A case's id, and not the id of an opening that waits to become one. */
export function isCaseId(key: string): boolean {
  return /^[0-9a-z]{26}$/.test(key);
}
