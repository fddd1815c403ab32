import { lazy } from "../lazy.ts";

/** The parts with which cases are sorted: the first screen does without them. */
export const sortingParts = lazy(() => import("./parts/sorting-parts.tsx"));
