import type { Attachment, Author, EventBody, EventView, Pending, Source } from "../client/index.ts";
import { erasedUpTo } from "./sorting/labels.ts";

/** Whose words they are decides how they look: a machine's are pencil, a person's are ink. */
export type Voice = "customer" | "person" | "assistant" | "note";

/** Words in the log. */
export interface MessageEntry {
  kind: "speech";
  key: string;
  seq: number;
  at: number;
  author: Author;
  voice: Voice;
  /** Null once withdrawn or erased. */
  text: string | null;
  /** Everything that was said until here was erased. */
  isErased: boolean;
  /** Who withdrew them; null where nobody did, or it is not known. */
  withdrawnBy: string | null;
  sources: readonly Source[];
  files: readonly Attachment[];
  /** Whom a note calls. */
  mentions: readonly string[];
  /** They began as a draft of the assistant: `as written` or `edited`. */
  draft: "as written" | "edited" | null;
  /** Not preceded by words of the same author and voice: then the name is shown. */
  startsGroup: boolean;
}

/** Something that happened, in one line. */
export interface Line {
  kind: "line";
  key: string;
  seq: number;
  at: number;
  author: Author;
  body: EventBody;
}

/** The day changes here. */
export interface Day {
  kind: "day";
  key: string;
  at: number;
}

/** An own command that is not in the log yet. */
export interface Waiting {
  kind: "pending";
  key: string;
  pending: Pending;
}

export type Entry = MessageEntry | Line | Day | Waiting;

/** What the log shows: words, happenings, changes of day, and at the end what is under way. */
export function timeline(
  events: readonly EventView[],
  pending: readonly Pending[],
  formatDay: (at: number) => string,
): Entry[] {
  const withdrawn = new Map(
    events.flatMap(({ author, body }) => (body.kind === "withdrawn" ? [[body.of, author.id]] : [])),
  );
  const erased = erasedUpTo(events);
  const entries: Entry[] = [];
  let day = "";
  for (const [at, event] of events.entries()) {
    const entry = entryOf(event, withdrawn, erased);
    if (entry === null || isSaidAgain(event, events[at + 1])) continue;
    const its = formatDay(event.at);
    if (its !== day) entries.push({ kind: "day", key: `day ${its}`, at: event.at });
    day = its;
    if (entry.kind === "speech") entry.startsGroup = !continues(entries.at(-1), entry);
    entries.push(entry);
  }
  return [...entries, ...pending.map((own): Waiting => ({ kind: "pending", key: own.id, pending: own }))];
}

/** Drafts are shown as a card while they live and as what became of them after; a withdrawal shows in the place of its message. */
function entryOf(
  event: EventView,
  withdrawn: ReadonlyMap<number, string | null>,
  erased: number,
): MessageEntry | Line | null {
  const { seq, at, author, body } = event;
  const voice = voiceOf(author, body);
  if (voice === null)
    return body.kind === "suggested" || body.kind === "withdrawn"
      ? null
      : { kind: "line", key: event.id, seq, at, author, body };
  const sources = "sources" in body ? body.sources : [];
  const isWithdrawn = withdrawn.has(seq);
  const files = !isWithdrawn && "files" in body ? (body.files ?? []) : [];
  const words = isWithdrawn || !("text" in body) ? null : body.text;
  // Files may come without a word.
  const text = words ?? (files.length > 0 ? "" : null);
  const draft = body.kind !== "approved" ? null : body.edited ? "edited" : "as written";
  // The key is the command's id, so that a sent message stays the element that it was while pending.
  const isErased = seq < erased;
  return {
    kind: "speech",
    key: event.id,
    seq,
    at,
    author,
    voice,
    text,
    isErased,
    withdrawnBy: withdrawn.get(seq) ?? null,
    sources,
    files,
    mentions: body.kind === "note" ? (body.mentions ?? []) : [],
    draft,
    startsGroup: true,
  };
}

/** A rating is sent as the customer taps it, and once more with their words. */
function isSaidAgain({ body }: EventView, next: EventView | undefined): boolean {
  return body.kind === "rated" && next?.body.kind === "rated" && next.body.score === body.score;
}

function voiceOf(author: Author, body: EventBody): Voice | null {
  if (body.kind === "note") return "note";
  if (body.kind === "approved") return "person";
  if (body.kind !== "message" && body.kind !== "opened") return null;
  if (author.role === "customer") return "customer";
  return author.role === "assistant" ? "assistant" : "person";
}

/** Words within a few minutes of the last ones by the same person need no second caption. */
function continues(before: Entry | undefined, entry: MessageEntry): boolean {
  const TURN = 5 * 60_000;
  if (before === undefined || before.kind !== "speech") return false;
  const isSame = before.author.id === entry.author.id && before.voice === entry.voice && before.draft === entry.draft;
  // Whom a note calls stands in its caption.
  return isSame && entry.mentions.length === 0 && entry.at - before.at < TURN;
}

/** The seq of the last own words that the customer has read; 0 for none. */
export function lastSeen(entries: readonly Entry[], readUpTo: number): number {
  let seen = 0;
  for (const entry of entries) {
    const isOurs = entry.kind === "speech" && (entry.voice === "person" || entry.voice === "assistant");
    if (isOurs && entry.seq <= readUpTo) seen = entry.seq;
  }
  return seen;
}
