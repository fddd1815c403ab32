import type { more } from "./en_more.ts";

/** What the widget says, in English. The other languages have the same shape: a missing word doesn't compile. */
export type Words = typeof first & typeof more;

/** What is said until the live half is there. */
const first = {
  support: "Support",
  close: "Close",
  conversations: "Your conversations",
  greeting: "Hi, how can we help?",
  invitation: "Ask about an order, a return or a size.",
  promise: "You can ask for a person at any time, and come back to this chat later.",
  aiFirst: "Our AI assistant answers first. You can ask for a person at any time.",
  starters: ["Where is my order?", "I’d like to return something", "I want to change my address"],
  write: "Write a message…",
  send: "Send",
  tooLong: (length: string, most: string) => `${length} of ${most} characters`,
  talk: "Talk to a person",
  retry: "Retry",
  offline: "No connection.",
  offlineKept: "No connection. We’ll send this when you’re back online.",
  signedOut: "You’re signed out. Sign in again to send your messages.",
  startedAnew: "Your earlier conversation is no longer available. We’ve started a new one.",
  reopenAndSend: "Reopen and send",
  privacy: "Privacy",
};

/** All of it once the live half has brought `en_more.ts`: nothing of that is said before. */
export const en = first as Words;
