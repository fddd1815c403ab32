import { listLocation, pageLocation } from "./location.ts";
import type { Router } from "./router.ts";

/** The ways to lists and pages. */
export function navigationHandlers(router: Router) {
  return {
    searchAll: () => router.go(pageLocation("search")),
    waiting: () => router.go(listLocation("waiting")),
    opened: () => router.go(listLocation("open")),
    snoozed: () => router.go(listLocation("snoozed")),
    closed: () => router.go(listLocation("closed")),
    mentions: () => router.go(pageLocation("mentions")),
    answers: () => router.go(pageLocation("answers")),
    writeAnswer: () => router.go(pageLocation("answers", "new")),
    cannedReplies: () => router.go(pageLocation("answers", "canned")),
    store: () => router.go(pageLocation("store")),
    team: () => router.go(pageLocation("team")),
    statistics: () => router.go(pageLocation("statistics")),
  };
}
