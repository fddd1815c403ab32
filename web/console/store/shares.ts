import type { WayFigures } from "../../client/index.ts";

/** What a part of a bar stands for. */
export type Part = "fine" | "objected" | "approved" | "edited" | "refused" | "open";

/** The parts of a way's bar that are not empty, those that went well first. */
export function sharesOf({ sent, objected, held, approved, edited, refused }: WayFigures): [Part, number][] {
  const all: [Part, number][] = [
    ["fine", sent - objected],
    ["approved", approved],
    ["edited", edited],
    ["open", held - approved - edited - refused],
    ["refused", refused],
    ["objected", objected],
  ];
  return all.filter(([, count]) => count > 0);
}
