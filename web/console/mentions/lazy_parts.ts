import { lazy } from "../lazy.ts";

/** The choice of colleagues behind an `@`: fetched when somebody first types one. */
export const nameChoices = lazy(async () => (await import("./parts/name-choices.tsx")).NameChoices);
