import { plural } from "./plural.ts";

/** What the page about the team says. */
export const team = {
  title: "Team",
  leadsOnly: "Only leads can see and change the team.",
  agents: "Agents",
  noAgents: "Nobody has signed in yet.",
  inviteHint: "New colleagues get an account where you sign in. They appear here once they have signed in.",
  someone: "A team member",
  roles: { agent: "Agent", lead: "Lead" },
  standings: { available: "Available", away: "Away", offline: "Offline", inactive: "Deactivated" },
  load: (count: number, most: number | null) =>
    most === null ? plural(count, "conversation", "conversations") : `${count} of ${most} conversations`,
  change: "Change",
  changeAgent: (name: string) => `Change ${name}`,
  groups: "Groups",
  capacity: "Conversations at once",
  capacityHint: "Empty: no limit. Applies to what is assigned and taken.",
  active: "May work for this store",
  activeHint: "Whoever may not can neither sign in here nor be given conversations.",
  setAway: "Set to away",
  setAvailable: "Set to available",
  saved: "Saved",
  changedByOther: "Someone else changed this meanwhile. Look at it again.",
  noGroups: "No groups yet.",
  groupName: (name: string) => `Name of group ${name}`,
  newGroup: "Name of a new group",
  addGroup: "Add group",
  closedGroup: "closed",
  closeGroup: "Close",
  openGroup: "Open again",
  closeGroupNamed: (name: string) => `Close group ${name}`,
  openGroupNamed: (name: string) => `Open group ${name} again`,
  routing: "Assignment",
  byTaking: "Agents take conversations",
  byTakingHint: "Or leads assign them.",
  automatic: "Automatic",
  automaticHint: "To whoever is available and has the fewest, then in turn. Leads get none by themselves.",
  grace: "Minutes until waiting conversations go back",
  graceHint: "When their agent is away or offline for that long. 0: never.",
  changes: "Changes",
  noChanges: "No changes yet.",
  olderChanges: "Show older changes",
  changed: {
    erased: (isCase: boolean): string =>
      isCase ? "A conversation was erased" : "A customer’s conversations were erased",
    groupAdded: (name: string) => `Group ${name} was added`,
    groupRenamed: (before: string, after: string) => `Group ${before} was renamed to ${after}`,
    groupClosed: (name: string, isClosed: boolean) => `Group ${name} was ${isClosed ? "closed" : "opened again"}`,
    groups: (name: string, groups: string) => (groups === "" ? `${name} is in no group` : `${name} is in ${groups}`),
    capacity: (name: string, most: number | null) =>
      most === null ? `${name} has no limit of conversations` : `${name} has up to ${most} conversations at once`,
    available: (name: string, available: boolean) =>
      available ? `${name} was set to available` : `${name} was set to away`,
    active: (name: string, isActive: boolean) => `${name} was ${isActive ? "activated" : "deactivated"}`,
    cannedReply: (before: string | null, after: string | null) =>
      before === null
        ? `Canned reply ${after} was added`
        : after === null
          ? `Canned reply ${before} was deleted`
          : before === after
            ? `Canned reply ${after} was changed`
            : `Canned reply ${before} was renamed to ${after}`,
  },
};

export type TeamWords = typeof team;
