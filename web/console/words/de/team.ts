import type { TeamWords } from "../en/team.ts";
import { plural } from "./plural.ts";

/** What the page about the team says. */
export const team: TeamWords = {
  title: "Team",
  leadsOnly: "Nur Leitungen sehen und ändern das Team.",
  agents: "Teammitglieder",
  noAgents: "Noch hat sich niemand angemeldet.",
  inviteHint:
    "Neue Kolleginnen und Kollegen bekommen ein Konto dort, wo du dich anmeldest. Nach ihrer ersten Anmeldung stehen sie hier.",
  someone: "Ein Teammitglied",
  roles: { agent: "Mitglied", lead: "Leitung" },
  standings: { available: "Verfügbar", away: "Abwesend", offline: "Offline", inactive: "Deaktiviert" },
  load: (count: number, most: number | null) =>
    most === null ? plural(count, "Unterhaltung", "Unterhaltungen") : `${count} von ${most} Unterhaltungen`,
  change: "Ändern",
  changeAgent: (name: string) => `${name} ändern`,
  groups: "Gruppen",
  capacity: "Unterhaltungen gleichzeitig",
  capacityHint: "Leer: keine Grenze. Gilt für Zugewiesenes und Übernommenes.",
  active: "Darf für diesen Shop arbeiten",
  activeHint: "Sonst ist weder Anmeldung noch Zuweisung möglich.",
  setAway: "Auf abwesend setzen",
  setAvailable: "Auf verfügbar setzen",
  saved: "Gespeichert",
  changedByOther: "Jemand anderes hat das inzwischen geändert. Sieh es dir noch einmal an.",
  noGroups: "Noch keine Gruppen.",
  groupName: (name: string) => `Name der Gruppe ${name}`,
  newGroup: "Name einer neuen Gruppe",
  addGroup: "Gruppe hinzufügen",
  closedGroup: "geschlossen",
  closeGroup: "Schließen",
  openGroup: "Wieder öffnen",
  closeGroupNamed: (name: string) => `Gruppe ${name} schließen`,
  openGroupNamed: (name: string) => `Gruppe ${name} wieder öffnen`,
  routing: "Zuweisung",
  byTaking: "Das Team übernimmt Unterhaltungen",
  byTakingHint: "Oder Leitungen weisen sie zu.",
  automatic: "Automatisch",
  automaticHint: "An Verfügbare mit den wenigsten, dann reihum. Leitungen bekommen von selbst keine.",
  grace: "Minuten, bis Wartendes zurückgeht",
  graceHint: "Wenn das Teammitglied so lange abwesend oder offline ist. 0: nie.",
  changes: "Änderungen",
  noChanges: "Noch keine Änderungen.",
  olderChanges: "Ältere Änderungen zeigen",
  changed: {
    erased: (isCase) => (isCase ? "Ein Gespräch wurde gelöscht" : "Die Gespräche eines Kunden wurden gelöscht"),
    groupAdded: (name: string) => `Gruppe ${name} kam hinzu`,
    groupRenamed: (before: string, after: string) => `Gruppe ${before} heißt jetzt ${after}`,
    groupClosed: (name: string, isClosed: boolean) =>
      `Gruppe ${name} wurde ${isClosed ? "geschlossen" : "wieder geöffnet"}`,
    groups: (name: string, groups: string) =>
      groups === "" ? `${name} ist in keiner Gruppe` : `${name} ist in ${groups}`,
    capacity: (name: string, most: number | null) =>
      most === null ? `${name} hat keine Obergrenze` : `${name} hat höchstens ${most} Unterhaltungen gleichzeitig`,
    available: (name: string, available: boolean) =>
      available ? `${name} wurde auf „Verfügbar“ gesetzt` : `${name} wurde auf „Abwesend“ gesetzt`,
    active: (name: string, isActive: boolean) => `${name} wurde ${isActive ? "aktiviert" : "deaktiviert"}`,
    cannedReply: (before, after) =>
      before === null
        ? `Textbaustein ${after} kam hinzu`
        : after === null
          ? `Textbaustein ${before} wurde gelöscht`
          : before === after
            ? `Textbaustein ${after} wurde geändert`
            : `Textbaustein ${before} heißt jetzt ${after}`,
  },
};
