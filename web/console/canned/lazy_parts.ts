import { lazy } from "../lazy.ts";

/** What a slash, a gap or a macro needs, fetched when somebody first has one: the conversation comes first. */
export const insertionParts = lazy(() => import("./parts/insertion-parts.tsx"));
