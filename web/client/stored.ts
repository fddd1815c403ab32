import type { Store } from "./platform.ts";
import { attempt } from "./storage.ts";

/**
 * Reads a stored value; null where there is none, or where it no longer has the shape that it was stored in. Anything
 * may have been written there since: by another release, a broken disk or a curious visitor.
 */
export function readStored<T>(storage: Store, key: string, isValid: (value: T) => boolean): T | null {
  return parseStored(storage.get(key), isValid);
}

/** The same for what has been read already. */
export function parseStored<T>(stored: string | null, isValid: (value: T) => boolean): T | null {
  return attempt(() => {
    const value = JSON.parse(stored ?? "null") as T | null;
    return value !== null && isValid(value) ? value : null;
  }, null);
}

/** Whether the named members are all of one type. */
export function has(value: object, type: "string" | "number" | "object", ...names: string[]): boolean {
  const members = value as Record<string, unknown>;
  return names.every((name) => typeof members[name] === type && members[name] !== null);
}
