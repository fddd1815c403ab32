import { lazy } from "../lazy.ts";

/** The parts with which all conversations are searched: the first screen does without them. */
export const searchParts = lazy(() => import("./parts/search-parts.tsx"));
