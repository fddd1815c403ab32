import type { CaseState, CaseSummary, ConnectionState, HelpIndex, Pending, PreChatReply } from "../../client/index.ts";
import type { StoreView } from "../../client/index.ts";
import type { FilesPart } from "./files/files_part.ts";
import { ENGLISH, type Language } from "./words/index.ts";

/** The part of the page that comes after its first sight. */
export type Live = typeof import("./live.ts");

/** Where the visitor is: at the list, at the start of a new conversation, or in one (a case, or an opening's id). */
export type Place = { at: "list" } | { at: "new" } | { at: "case"; key: string };

/** All that the page shows. Replaced as a whole, never changed in place. */
export interface State {
  /** Null until it is there. */
  live: Live | null;
  isOpen: boolean;
  language: Language;
  place: Place;
  /** What the store says of itself; null until it is known. */
  store: StoreView | null;
  me: string | null;
  connectionState: ConnectionState;
  /** Whether what is shown stands in for conversations that are no longer there. */
  isAnew: boolean;
  /** Whether half of the code did not come. */
  isBroken: boolean;
  /** Whether the shop's word for who this is has ended, and another is awaited. */
  isSignedOut: boolean;
  /** Whether it has been cut off for long enough to say so. */
  isCutOff: boolean;
  cases: readonly CaseSummary[];
  /** Fetches what visitors may look through before they write; there once the live half is. */
  readHelp?: () => Promise<HelpIndex>;
  /** What was answered to what the store asks before the next conversation; null until it is. */
  reply?: PreChatReply | null;
  /** Takes what the visitor answers to what the store asks; there once the live half is. */
  answer?: (reply: PreChatReply) => void;
  /** What was answered before, in this browser. */
  answered?: PreChatReply | null;
  /** Whether the list has been read, from the service or from what was kept. */
  isListed: boolean;
  /** The case in view; null for one whose opening is under way. */
  thread: CaseState | null;
  pending: readonly Pending[];
  /** What shows files, and knows those on their way; there once there are any. */
  files?: FilesPart;
  /** Whether files that can be sent lie in the composer in view. */
  hasFiles?: () => boolean;
  /** By case, how many messages nobody has looked at. */
  unread: Readonly<Record<string, number>>;
  /** What a screen reader says next. */
  announcement: string;
  /** How many there have been: the same words are read out again. */
  announcements: number;
}

export const START: State = {
  live: null,
  isOpen: false,
  language: ENGLISH,
  place: { at: "new" },
  store: null,
  me: null,
  connectionState: "idle",
  isCutOff: false,
  isBroken: false,
  isSignedOut: false,
  isAnew: false,
  cases: [],
  isListed: false,
  thread: null,
  pending: [],
  unread: {},
  announcement: "",
  announcements: 0,
};

/** Whether the page shows what happens in a case: it is in view, or the list that it stands in. */
export function isInSight({ isOpen, place }: State, caseId: string): boolean {
  return isOpen && (place.at === "list" || (place.at === "case" && place.key === caseId));
}

/** Holds the state and draws it: once for all changes of a turn. */
export class Page {
  state = START;
  #isDue = false;
  /** What is to be said since the page was drawn last. */
  #unsaid: string[] = [];

  constructor(private readonly draw: (state: State) => void) {}

  change(changes: Partial<State>): void {
    this.state = { ...this.state, ...changes };
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.flush());
  }

  /** Lets a screen reader say something, once, after whatever else is to be said with the next drawing. */
  announce(announcement: string): void {
    this.#unsaid.push(announcement);
    this.change({ announcement: this.#unsaid.join("\n"), announcements: this.state.announcements + 1 });
  }

  /** Draws at once, where focus must follow in the same turn. */
  flush(): void {
    this.#isDue = false;
    this.#unsaid = [];
    this.draw(this.state);
  }
}
