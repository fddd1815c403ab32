import { lazy } from "../lazy.ts";

/** What tells of news, behind the first screen. */
export const notices = lazy(async () => (await import("./notices.ts")).startNotices);
