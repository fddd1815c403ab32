import type { NoticeKind } from "../../notices/choices.ts";
import type { SnoozeChoice } from "../../snooze/times.ts";

/** What notices say, and the choices about them. */
export const en = {
  heading: "Notifications",
  kinds: {
    new: "New messages in unassigned conversations",
    mine: "Conversations assigned to you",
    mention: "Mentions of you",
  } as Record<NoticeKind, string>,
  titles: {
    new: "New message",
    mine: "Your conversation",
    mention: "You were mentioned",
  } as Record<NoticeKind, string>,
  from: (title: string, who: string) => `${title}: ${who}`,
  sound: "Sound",
  desktop: "Desktop notification",
  background: "You get them while none of your Firstline tabs is in front.",
  permissions: {
    default: "Desktop notifications need your browser’s permission.",
    denied: "Your browser blocks desktop notifications. Allow them in its settings for this site.",
    missing: "This browser has no desktop notifications.",
  },
  allow: "Allow desktop notifications",
  playSound: "Play sound",
  tryDesktop: "Show a test notification",
  testBody: "This is what a notification looks like.",
  preview: "Show names and message text in desktop notifications",
  badge: "Show the number of waiting conversations on the tab’s icon",
  quiet: "Do not disturb",
  quietHint: "No sounds and no desktop notifications until then.",
  quietUntil: (time: string) => `Do not disturb is on until ${time}.`,
  quietEnd: "Turn off",
  quietFor: { hour: "For one hour", tomorrow: "Until tomorrow", monday: "Until Monday" } as Record<
    SnoozeChoice,
    string
  >,
};

export type NoticeWords = typeof en;
