import type { Attachment, Code, EventView, FileId, Pending, Role, Source } from "../../client/index.ts";
import { displayName } from "./display_name.ts";
import { isSpoken } from "./standing.ts";
import type { Words } from "./words/en.ts";

/** How far a message of one's own has come. */
export type Progress = "sending" | "waits" | "failed" | "sent" | "read";

/** One bubble. `text` is null where it was withdrawn. */
export interface Bubble {
  id: string;
  /** 0 while it is on its way. */
  seq: number;
  at: number;
  text: string | null;
  progress: Progress | null;
  /** Why the service refused it. */
  code?: Code;
  files: readonly Attachment[];
  /** While it is on its way, which files it has. */
  naming?: readonly FileId[];
  sources: readonly Source[];
}

/** What the message list shows, from top to bottom. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "line"; key: string; text: string }
  /** What one side said without anyone in between. */
  | { kind: "turn"; key: string; side: "me" | "person" | "assistant"; name: string; bubbles: Bubble[] };

export interface RowsOf {
  me: string | null;
  events: readonly EventView[];
  pending: readonly Pending[];
  reads: Readonly<Record<string, number>>;
  isConnected: boolean;
}

const SAME_TURN = 10 * 60_000;

/** A case's log as the customer reads it. */
export function rows(of: RowsOf, words: Words): Row[] {
  const list: Row[] = [];
  const own = [of.me, ...of.events.map(({ body }) => (body.kind === "claimed" ? body.from : null))];
  const readUpTo = Math.max(0, ...Object.entries(of.reads).map(([user, seq]) => (own.includes(user) ? 0 : seq)));
  // What was erased has no place any more: one line says so.
  const erased = of.events.findLast(({ body }) => body.kind === "erased")?.seq ?? 0;
  for (const [at, event] of of.events.entries()) {
    const line = lineOf(event, words);
    // Of a rating that was changed, or got its words, right after, the last one tells.
    const isChanged = event.body.kind === "rated" && of.events[at + 1]?.body.kind === "rated";
    if (isChanged) continue;
    if (line !== null) addLine(list, event, line);
    else if (isSpoken(event) && (event.body.text !== null || event.seq > erased))
      addBubble(
        list,
        side(event.author.role),
        nameOf(event, words),
        bubbleOf(event, of.me === null ? null : own, readUpTo),
      );
  }
  for (const pending of of.pending) {
    const { command } = pending;
    if (command.action !== "open" && command.action !== "send") continue;
    const bubble = {
      id: pending.id,
      seq: 0,
      at: pending.at,
      text: command.text,
      progress: progressOf(pending, of),
      ...(pending.code && { code: pending.code }),
      ...(command.files && { naming: command.files }),
      files: [],
      sources: [],
    };
    addBubble(list, "me", words.you, bubble);
  }
  return list;
}

export function nameOf({ author }: EventView, words: Words): string {
  if (author.role === "customer") return words.you;
  return author.role === "assistant" ? words.assistant : author.name ? displayName(author.name) : words.anyPerson;
}

function side(role: Role): "me" | "person" | "assistant" {
  if (role === "customer") return "me";
  return role === "assistant" ? "assistant" : "person";
}

/** What is said of an event without words of its own. */
export function lineOf({ body }: EventView, words: Words): string | null {
  switch (body.kind) {
    case "assigned":
      return body.name ? words.joined(displayName(body.name)) : null;
    case "escalated":
      return body.reason === "customer_asked" ? words.askedForPerson : words.called;
    case "resolved":
      return words.closedLine;
    case "reopened":
      return words.reopenedLine;
    case "rated":
      return words.rated(body.score);
    case "erased":
      return words.erased;
    default:
      return null;
  }
}

/** `own`: who the reader is, and was before they signed in; null while nobody knows. */
function bubbleOf(event: EventView, own: readonly (string | null)[] | null, readUpTo: number): Bubble {
  const { body, seq, at, id, author } = event;
  const text = isSpoken(event) ? event.body.text : null;
  const isOwn = author.role === "customer" && (own === null || own.includes(author.id));
  const progress = isOwn ? (readUpTo >= seq ? "read" : "sent") : null;
  const files = isSpoken(event) ? (event.body.files ?? []) : [];
  return { id, seq, at, text, progress, files, sources: body.kind === "message" ? body.sources : [] };
}

function progressOf({ state }: Pending, { isConnected }: RowsOf): Progress {
  if (state === "failed") return "failed";
  return isConnected ? "sending" : "waits";
}

function addLine(list: Row[], event: EventView, text: string): void {
  addDay(list, event.at);
  list.push({ kind: "line", key: `line-${event.seq}`, text });
}

function addBubble(list: Row[], who: "me" | "person" | "assistant", name: string, bubble: Bubble): void {
  addDay(list, bubble.at);
  const last = list.at(-1);
  const before = last?.kind === "turn" ? last.bubbles.at(-1) : undefined;
  const isSameTurn =
    last?.kind === "turn" && last.side === who && last.name === name && before && bubble.at - before.at < SAME_TURN;
  if (isSameTurn) last.bubbles.push(bubble);
  else list.push({ kind: "turn", key: `turn-${bubble.id}`, side: who, name, bubbles: [bubble] });
}

/** A heading where another day begins. Its time is that of its first entry. */
function addDay(list: Row[], at: number): void {
  const day = new Date(at).toDateString();
  const isNew = !list.some((row) => row.kind === "day" && new Date(row.at).toDateString() === day);
  if (isNew) list.push({ kind: "day", key: `day-${day}`, at });
}
