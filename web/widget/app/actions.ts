import type { Place } from "./state.ts";

/** What the visitor can do; the page's parts know nothing else of the world. */
export interface Actions {
  close(): void;
  /** A part of the page did not come: says so, and offers to load the page anew. */
  lack(): void;
  /** Loads the page anew, after a part of it did not come. */
  reload(): void;
  go(place: Place): void;
  /** Sends to the conversation in view, or opens one. */
  send(text: string): void;
  draft(): string;
  setDraft(text: string): void;
  typing(isTyping: boolean): void;
  talkToPerson(): void;
  /** Says whether the assistant's answer, the message with this seq, helped. */
  judge(of: number, yes: boolean): void;
  /** Opens the case again, and sends `text` where there is one. */
  reopen(text?: string): void;
  rate(caseId: string, score: number, comment: string): void;
  retry(id: string): void;
  discard(id: string): void;
  /** The log of the conversation in view. */
  log(): Promise<Log>;
}

/** What more there is of a conversation than what is shown. */
export interface Log {
  /** Reads earlier messages. */
  older(): Promise<void>;
  /** Hands all of it to the visitor as a page. */
  save(): Promise<void>;
  /** Puts files beside what the visitor writes. */
  attach(files: File[]): Promise<void>;
  /** Deletes the visitor's own message with this seq, and lets `announced` be read out then; gives the command's id. */
  withdraw(caseId: string, of: number, announced: string): string;
}
