import type { Code, EscalationReason, Priority, RejectionReason, Status } from "../../../client/index.ts";
import type { ListName, PageName } from "../../location.ts";
import type { BulkKind } from "../../sorting/bulk.ts";
import type { Outcome } from "../../scheduled/outcome.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "conversation", "conversations");

/** What lists, rows and conversations say, and what is on its way. */
export const conversation = {
  lists: { waiting: "Inbox", open: "Open", snoozed: "Snoozed", closed: "Closed" } as Record<ListName, string>,
  pages: {
    mentions: "Mentions",
    search: "Search",
    answers: "Knowledge base",
    store: "Store",
    team: "Team",
    statistics: "Statistics",
  } as Record<PageName, string>,
  mainMenu: "Lists and settings",
  settings: "Settings",
  /** `shown` is the number as people read it: `999+`. */
  conversations: (count: number, shown: string) => plural(count, "conversation", "conversations", shown),
  closedConversations: (count: number, shown: string) =>
    `${plural(count, "conversation", "conversations", shown)} in the last twelve months`,

  showNew: (count: number) => `Show ${count} new`,
  listFailed: "The list didn’t load",
  tryAgain: "Try again",
  retry: "Retry",
  loading: "Loading…",
  noMatches: ["No matches", "Search covers the conversations loaded so far."],
  empty: {
    waiting: ["You’re all caught up", "New conversations appear here."],
    open: ["No open conversations", "Conversations you’ve answered wait here for the customer."],
    snoozed: ["Nothing snoozed", "Snoozed conversations wait here until their time comes or the customer writes."],
    closed: ["Nothing closed yet", "Closed conversations are kept here."],
  } as Record<ListName, readonly string[]>,
  searchList: "Search this list",
  commandsTitle: "Commands",
  notInList: "No longer in this list",
  withdrawn: "Message deleted",
  withdrawnByYou: "You deleted this message",
  askedForPerson: "Asked for a person",
  draftReady: "Draft ready",
  /** How cases are sorted, and what is done to several at once. */
  sorting: {
    priorities: { urgent: "Urgent", high: "High", normal: "Normal", low: "Low" } as Record<Priority, string>,
    priority: "Priority",
    tags: "Tags",
    needsPerson: "Needs a person",
    filter: "Show one priority or tag",
    everything: "All",
    label: "Tags",
    select: (subject: string) => `Select: ${subject}`,
    doing: {
      assign: (count) => `Assigning ${conversations(count)}`,
      tag: (count) => `Tagging ${conversations(count)}`,
      close: (count) => `Closing ${conversations(count)}`,
    } as Record<BulkKind, (count: number) => string>,
  },
  assignedToPrefix: "Assigned to",
  you: "You",
  colleague: "A colleague",
  colleagueLower: "a colleague",
  nowIn: (list: string) => `Now in ${list}`,
  waitingFor: "Waiting for",
  overdueFor: "Overdue, waiting for",

  now: "now",
  minutes: (count: number) => `${count} min`,
  hours: (count: number) => `${count} h`,
  days: (count: number) => `${count} d`,
  justNow: "just now",
  ago: (duration: string) => `${duration} ago`,

  conversation: "Conversation",
  messages: "Messages",
  backToList: "Back to the list",
  status: { waiting: "Needs a reply", open: "Open", resolved: "Closed" } as Record<Status, string>,
  closing: "Closing…",
  reopening: "Reopening…",
  unassigned: "Unassigned",
  assignedToYou: "Assigned to you",
  assignedTo: (name: string) => `Assigned to ${name}`,
  viewing: (names: readonly string[]) => `${names.join(", ")} ${names.length === 1 ? "is" : "are"} viewing`,
  typing: (names: readonly string[]) => `${names.join(", ")} ${names.length === 1 ? "is" : "are"} typing…`,
  customer: "Customer",
  theCustomer: "The customer",
  customerLower: "the customer",
  visitor: (id: string) => `Visitor ${id}`,
  visitorLower: "the visitor",
  chooseConversation: "Choose a conversation",
  /** What stands after each of the keys j, k, Enter and ?. */
  chooseHint: ["and", "move through the list,", "opens a conversation,", "shows all shortcuts."],
  missing: ["Conversation not found", "It may have been deleted, or you may not have access to it."],
  loadingEarlier: "Loading earlier messages…",
  newMessages: "New messages",
  toLatest: "Jump to latest",

  assistant: "AI assistant",
  system: "Firstline",
  anAgent: "A team member",
  internalNote: "internal note",
  mentionsYou: "mentions you",
  fromDraft: "from a suggested reply",
  fromEditedDraft: "from an edited suggestion",
  seen: "Seen",
  saveAsAnswer: "Save to knowledge base",
  withdraw: "Delete",
  withdrawMessage: "Delete this message",

  /** What happened, in a line. `isMe`: the reader did it. */
  happened: {
    took: (who: string, _isMe: boolean) => `${who} took the conversation`,
    assigned: (who: string, _isMe: boolean, to: string) => `${who} assigned the conversation to ${to}`,
    unassigned: (who: string, _isMe: boolean) => `${who} unassigned the conversation`,
    helped: (who: string, _isMe: boolean) => `${who} said the assistant’s answer helped`,
    resolved: (who: string, _isMe: boolean) => `${who} closed the conversation`,
    reopened: (who: string, _isMe: boolean) => `${who} reopened the conversation`,
    rated: (who: string, _isMe: boolean, score: number) => `${who} rated the conversation ${score} out of 5`,
    added: (who: string, _isMe: boolean, name: string) => `${who} added ${name}`,
    removed: (who: string, _isMe: boolean, name: string) => `${who} removed ${name}`,
    snoozed: (who: string, _isMe: boolean, until: string) => `${who} snoozed the conversation until ${until}`,
    snoozedForCustomer: (who: string, _isMe: boolean) => `${who} snoozed the conversation until the customer writes`,
    woken: (who: string, _isMe: boolean) => `${who} ended the snooze`,
    scheduled: (who: string, _isMe: boolean, at: string) => `${who} wrote a message to send on ${at}`,
    schedule_cancelled: (who: string, _isMe: boolean) => `${who} cancelled the scheduled message`,
    claimed: (who: string, _isMe: boolean) => `${who} signed in`,
    erased: (who: string, _isMe: boolean) => `${who} erased everything that was said before`,
    rejected: (who: string, _isMe: boolean, why: string) => `${who} rejected the suggestion: ${why}`,
    prioritized: (who: string, _isMe: boolean, priority: string) =>
      `${who} set the priority to ${priority.toLowerCase()}`,
    subjectChanged: (who: string, _isMe: boolean, subject: string | null) =>
      subject === null ? `${who} changed the subject` : `${who} set the subject to “${subject}”`,
    tagged: (who: string, _isMe: boolean, added: readonly string[], removed: readonly string[]) =>
      removed.length === 0
        ? `${who} tagged the conversation: ${added.join(", ")}`
        : added.length === 0
          ? `${who} removed tags: ${removed.join(", ")}`
          : `${who} tagged the conversation: ${added.join(", ")}, and removed: ${removed.join(", ")}`,
  },
  escalated: {
    customer_asked: (who: string) => `${who} asked for a person`,
    staff_asked: (who: string) => `${who} asked a colleague to take over`,
    not_helped: (who: string, _isMe: boolean) => `${who} said the answer didn’t help and asked for a person`,
    no_answer: (who: string) => `${who} found no answer and asked a person to reply`,
    policy: (who: string) => `${who} passed this to a person, following the store’s settings`,
    failure: (who: string) => `${who} had a problem and passed this to a person`,
  } as Record<EscalationReason, (who: string, isMe: boolean) => string>,
  youObject: "you",
  rejectionReasons: {
    wrong: "Wrong fact",
    outdated: "Outdated source",
    tone: "Wrong tone",
    not_needed: "Not needed",
  } as Record<RejectionReason, string>,

  /** What became of a message for later that was not sent. */
  notSentBecause: {
    answered: "not sent: somebody replied first",
    closed: "not sent: the conversation was closed",
    replaced: "changed",
  } as Partial<Record<Outcome, string>>,
  snoozeEnded: "The snooze has ended",
  snoozedUntil: (moment: string) => `Snoozed until ${moment}`,
  snoozedForCustomer: "Snoozed until the customer writes",
  until: (moment: string) => `until ${moment}`,
  untilTheyWrite: "until they write",

  /** What is on its way, by its action. */
  underWay: {
    resolve: "Closing the conversation…",
    reopen: "Reopening the conversation…",
    assign: "Assigning to you…",
    unassign: "Unassigning…",
    reject: "Rejecting the suggestion…",
    withdraw: "Deleting a message…",
  } as Record<string, string>,
  otherUnderWay: "Saving…",
  sendingIn: (seconds: number) => `Sending in ${seconds} s`,
  sending: "Sending…",
  notSent: "Not sent.",
  notDone: "Not done.",
  waitsToSend: "Waiting to send",
  undo: "Undo",
  edit: "Edit",
  discard: "Discard",
  view: "View",
  sendAnyway: "Send anyway",
  doAnyway: "Do it anyway",
  sendNow: "Send now",
  doNow: "Do it now",
  inSeconds: (seconds: number) => ` in ${seconds} s`,
  sendingTo: (name: string) => `Sending to ${name}`,
  rejecting: "Rejecting the suggestion",
  closingFor: (name: string) => `Closing the conversation with ${name}`,
  withdrawing: "Deleting the message",
  saving: "Saving",
  stopped: "Stopped. Nothing was sent.",
  someoneWrote: "Someone else wrote first.",
  faster: (name: string, isCustomer: boolean, ago: string) => `${name} ${isCustomer ? "wrote" : "replied"} ${ago}.`,
  draftAsItWas: "The suggestion as drafted",
  refusals: {
    conflict: "Someone else wrote first.",
    too_long: "It’s longer than 4,000 characters.",
    blank_text: "There’s no visible text in it.",
    not_found: "You don’t have access to this conversation.",
    not_allowed: "You can’t do that here.",
    wrong_state: "The conversation has changed, so this no longer applies.",
    unknown_agent: "Somebody you mentioned doesn’t work for this store.",
    at_capacity: "You have as many conversations as you take at once.",
    already_decided: "Someone has already decided on this suggestion.",
    expired: "You’ve been signed out.",
    unauthorized: "You’ve been signed out.",
    rate_limited: "Too many requests. Try again in a moment.",
  } as Partial<Record<Code, string>>,
  sentAlready: "The scheduled message has already been sent.",
  refused: "Something went wrong.",
};

export type ConversationWords = typeof conversation;
