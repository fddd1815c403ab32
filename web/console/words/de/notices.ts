import type { NoticeWords } from "../en/notices.ts";

export const de: NoticeWords = {
  heading: "Benachrichtigungen",
  kinds: {
    new: "Neue Nachrichten in Gesprächen ohne Zuständige",
    mine: "Dir zugewiesene Gespräche",
    mention: "Erwähnungen von dir",
  },
  titles: { new: "Neue Nachricht", mine: "Dein Gespräch", mention: "Du wurdest erwähnt" },
  from: (title, who) => `${title}: ${who}`,
  sound: "Ton",
  desktop: "Desktop-Benachrichtigung",
  background: "Du erhältst sie, während keiner deiner Firstline-Tabs im Vordergrund ist.",
  permissions: {
    default: "Für Desktop-Benachrichtigungen braucht es die Erlaubnis deines Browsers.",
    denied: "Dein Browser blockiert Desktop-Benachrichtigungen. Erlaube sie in seinen Einstellungen für diese Website.",
    missing: "Dieser Browser kennt keine Desktop-Benachrichtigungen.",
  },
  allow: "Desktop-Benachrichtigungen erlauben",
  playSound: "Ton abspielen",
  tryDesktop: "Testbenachrichtigung anzeigen",
  testBody: "So sieht eine Benachrichtigung aus.",
  preview: "Namen und Nachrichtentext in Desktop-Benachrichtigungen zeigen",
  badge: "Die Zahl der wartenden Gespräche auf dem Symbol des Tabs zeigen",
  quiet: "Nicht stören",
  quietHint: "Bis dahin gibt es weder Töne noch Desktop-Benachrichtigungen.",
  quietUntil: (time) => `„Nicht stören“ ist an bis ${time}.`,
  quietEnd: "Ausschalten",
  quietFor: { hour: "Eine Stunde lang", tomorrow: "Bis morgen", monday: "Bis Montag" },
};
