import { lazy } from "../lazy.ts";

/** What is asked of whoever was too late, fetched when somebody is. */
export const conflictParts = lazy(() => import("./parts/conflict-bar.tsx"));
