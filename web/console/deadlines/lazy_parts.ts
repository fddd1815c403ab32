import { lazy } from "../lazy.ts";

/** What is said of targets and promises: the first screen of a store without any does without it. */
export const deadlineParts = lazy(() => import("./parts/deadline-parts.tsx"));
