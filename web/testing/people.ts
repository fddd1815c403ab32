import type { Author, Role } from "../client/index.ts";

/** Whoever reads or writes at the service. */
export interface Person {
  id: string;
  role: Role;
  name?: string | null;
}

export const MINUTE = 60_000;

export const MAYA: Author = { role: "agent", id: `a_${"m".repeat(26)}`, name: "Maya Lindqvist" };
export const JON: Author = { role: "agent", id: `a_${"j".repeat(26)}`, name: "Jon Ek" };
/** A customer of the shop. */
export const INES: Author = { role: "customer", id: `c_${"i".repeat(26)}`, name: "Ines Moreau" };
export const AI: Author = { role: "assistant", id: null, name: null };
export const SYSTEM: Author = { role: "system", id: null, name: null };

/** What somebody of the staff is called; null for whom nobody knows. */
export function nameOfStaff(user: string): string | null {
  return [MAYA, JON].find(({ id }) => id === user)?.name ?? null;
}
