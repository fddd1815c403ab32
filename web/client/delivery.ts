import { backoff, waitOf } from "./backoff.ts";
import type { Command, FileStanding, Opening, Pending } from "./client.ts";
import type { Frame } from "./conversation.ts";
import type { Clock } from "./platform.ts";
import type { Code } from "./generated/wire.ts";
import type { Entry, Outbox } from "./outbox.ts";

export interface DeliveryPorts {
  clock: Clock;
  random: () => number;
  /** How long an answer may take, in milliseconds. */
  answerTimeout: number;
  /** The newest event held of a case; 0 where nothing is known yet, and then a question is under way. */
  cursor(caseId: string): number;
  /** Whether the command is in the part of the log that is held. */
  holds(caseId: string, id: string): boolean;
  /** How far the files are that a command names. */
  files(ids: readonly string[]): FileStanding;
  /** Whether there is a way to the service now. */
  isReachable(): boolean;
  /** Hands over what goes on the wire. */
  transmit(frame: string): void;
  /** Hands it over in a way that outlives the page. */
  transmitOnUnload(frame: string): void;
  overdue(): void;
  /** The log does not know the cursor. */
  unknownCursor(caseId: string): void;
  unauthorized(): void;
  changed(caseId: string): void;
  opened(id: string, caseId: string): void;
  done(id: string, caseId: string): void;
  failed(pending: Pending): void;
}

/** What is worth repeating as it is. */
const PASSING: readonly Code[] = ["busy", "internal", "rate_limited"];
/** What is decided about a case as it was seen: whatever came in until it is sent, its author did not know. */
const DECISIONS: readonly Entry["command"]["action"][] = [
  "assign",
  "unassign",
  "resolve",
  "snooze",
  "schedule_message",
];
const SIGN_IN: readonly Code[] = ["expired", "unauthorized"];

/**
 * Brings what is in the outbox into the log: per case in order, one at a time, as often as it takes. A command is
 * done when its event is seen in the log, by whatever way that came.
 */
export class Delivery {
  /** What cancels the wait for each command under way: for an answer, or for the next attempt. */
  readonly #inFlight = new Map<string, () => void>();
  /** Those of them that a page has sent as it went: it says more than once that it goes. */
  readonly #submitted = new Set<string>();
  readonly #attempts = new Map<string, number>();
  #cancelHold = () => {};

  constructor(
    private readonly outbox: Outbox,
    private readonly ports: DeliveryPorts,
  ) {}

  /** Sends whatever may go now. */
  pump(): void {
    const now = this.ports.clock.now();
    const busy = new Set<string>();
    let wake = Infinity;
    for (const entry of this.outbox.entries) {
      if (entry.code !== null || busy.has(entry.case)) continue;
      busy.add(entry.case);
      const isHeld = entry.until > now;
      if (isHeld) wake = Math.min(wake, entry.until);
      else this.#send(entry);
    }
    this.#cancelHold();
    if (wake < Infinity) this.#cancelHold = this.ports.clock.after(wake - now, () => this.pump());
  }

  /** Files are further on their way: what waited for them goes, and is refused where one of them can't be had. */
  filesChanged(): void {
    for (const entry of this.outbox.entries) {
      const isRefused = entry.code === null && entry.frame === null && this.#filesOf(entry) === "refused";
      if (isRefused) this.refused(entry.id, "file_not_ready");
    }
    this.pump();
  }

  /** There is another way to the service: whatever was under way goes again. */
  resend(): void {
    this.#stopInFlight();
    this.pump();
  }

  /** An event of one's own is in the log. */
  seen(caseId: string, id: string): void {
    const entry = this.outbox.find(id);
    if (!entry) return;
    this.#clearTimer(id);
    this.#attempts.delete(id);
    if (entry.command.action === "open") {
      this.outbox.rename(id, caseId);
      this.ports.opened(id, caseId);
    } else this.outbox.remove(id);
    this.ports.changed(entry.case);
    this.ports.done(id, caseId);
    this.pump();
  }

  /** Nothing was written: too much had come in between. The page has been looked through up to its last event. */
  behind({ id, case: caseId, events }: Frame<"behind">): void {
    const entry = this.outbox.find(id);
    if (!entry) return;
    if (events.some((event) => event.id === id)) return this.seen(caseId, id);
    const last = events.at(-1);
    if (!last) return this.#scheduleRetry(id);
    // Under a later cursor it would be a decision on what its author has not seen.
    if (isDecision(entry)) return this.refused(id, "conflict");
    this.#clearTimer(id);
    this.outbox.update(id, { frame: frameOf(entry, last.seq) });
    this.pump();
  }

  /** The service refused a command; `retryAfter` says in how many seconds it takes the same. */
  refused(id: string, code: Code, retryAfter?: number): void {
    const entry = this.outbox.find(id);
    if (!entry) return;
    if (PASSING.includes(code)) return this.#scheduleRetry(id, retryAfter);
    if (SIGN_IN.includes(code)) {
      this.#clearTimer(id);
      return this.ports.unauthorized();
    }
    if (code === "unknown_cursor" && entry.command.action !== "open") return this.#startOver(entry);
    this.#clearTimer(id);
    const failed = this.outbox.update(id, { code });
    this.ports.changed(entry.case);
    if (failed) this.ports.failed(this.#pending(failed));
    this.pump();
  }

  /** No answer, and none will come: the same again a little later. */
  lost(id: string): void {
    if (this.outbox.find(id)) this.#scheduleRetry(id);
  }

  /** Nothing can be written to this case. */
  abandon(caseId: string, code: Code): void {
    for (const entry of this.outbox.entries)
      if (entry.case === caseId && entry.code === null) this.refused(entry.id, code);
  }

  /** The person wants a refused command again: under the same id, so that it can't be in the log twice. */
  retry(id: string, changes: object = {}): void {
    const entry = this.outbox.find(id);
    if (!entry || entry.code === null) return;
    const command = { ...entry.command, ...changes } as Command | Opening;
    const cursor = entry.frame === null ? 0 : afterOf(entry.frame);
    // What it lacked may have to come anew: its files are asked for again.
    const isFixed = cursor > 0 && entry.code !== "file_not_ready";
    const frame = isFixed ? frameOf({ ...entry, command }, cursor) : null;
    this.outbox.update(id, { command, frame, code: null, until: 0 });
    this.ports.changed(entry.case);
    this.pump();
  }

  /** False where it may be in the log already. */
  discard(id: string): boolean {
    const entry = this.outbox.find(id);
    const isUnsent = entry !== undefined && (entry.code !== null || entry.frame === null);
    if (!isUnsent) return false;
    this.outbox.remove(id);
    this.ports.changed(entry.case);
    this.pump();
    return true;
  }

  /** Sends at once what is held. */
  flush(): void {
    for (const { id, code, until, case: caseId } of this.outbox.entries) {
      if (code !== null || until === 0) continue;
      this.outbox.update(id, { until: 0 });
      this.ports.changed(caseId);
    }
    this.pump();
  }

  /**
   * Sends what has not been acknowledged by requests that outlive the page. They are not answered in order, so behind another
   * command of the same case only words go: a case that was closed first would refuse the reply before it.
   */
  flushOnUnload(): void {
    const begun = new Set<string>();
    for (const entry of this.outbox.entries) {
      if (entry.code !== null || entry.command.action === "open") continue;
      const mayGo = !begun.has(entry.case) || entry.command.action === "send" || entry.command.action === "note";
      begun.add(entry.case);
      if (mayGo) this.#sendOnUnload(entry);
    }
  }

  get pending(): readonly Pending[] {
    return this.outbox.entries.map((entry) => this.#pending(entry));
  }

  /** Ends every timer. */
  close(): void {
    this.#stopInFlight();
    this.#cancelHold();
  }

  #send(entry: Entry): void {
    if (this.#inFlight.has(entry.id) || !this.ports.isReachable()) return;
    const frame = entry.frame ?? this.#freeze(entry);
    if (frame === null) return;
    const cancel = this.ports.clock.after(this.ports.answerTimeout, () => {
      this.#clearTimer(entry.id);
      this.ports.overdue();
      this.pump();
    });
    this.#inFlight.set(entry.id, cancel);
    this.ports.changed(entry.case);
    this.ports.transmit(frame);
  }

  #sendOnUnload(entry: Entry): void {
    if (this.#submitted.has(entry.id)) return;
    const isUnderWay = this.#inFlight.has(entry.id);
    this.outbox.update(entry.id, { until: 0 });
    const frame = entry.frame ?? this.#freeze(entry);
    if (frame === null) return;
    // The page may survive after all: then the answer counts, or its absence.
    const timedOut = () => {
      this.#clearTimer(entry.id);
      this.pump();
    };
    if (!isUnderWay) this.#inFlight.set(entry.id, this.ports.clock.after(this.ports.answerTimeout, timedOut));
    this.ports.changed(entry.case);
    this.#submitted.add(entry.id);
    this.ports.transmitOnUnload(frame);
  }

  /** Fixes what goes on the wire. Null where that can't be done yet, or need not be any more. */
  #freeze(entry: Entry): string | null {
    const isOpening = entry.command.action === "open";
    if (this.#filesOf(entry) !== "ready") return null;
    const isBeforeItsCase = !isOpening && this.outbox.find(entry.case) !== undefined;
    if (isBeforeItsCase) return null;
    const newest = isOpening ? 0 : this.ports.cursor(entry.case);
    if (!isOpening && newest === 0) return null;
    const cursor = isDecision(entry) ? Math.min(entry.seen || newest, newest) : newest;
    if (!isOpening && this.ports.holds(entry.case, entry.id)) {
      this.seen(entry.case, entry.id);
      return null;
    }
    const frame = frameOf(entry, cursor);
    this.outbox.update(entry.id, { frame });
    return frame;
  }

  #filesOf({ command }: Entry): FileStanding {
    const files = "files" in command ? command.files : undefined;
    return files?.length ? this.ports.files(files) : "ready";
  }

  #startOver(entry: Entry): void {
    this.#clearTimer(entry.id);
    this.outbox.update(entry.id, { frame: null, seen: 0 });
    this.ports.unknownCursor(entry.case);
  }

  #scheduleRetry(id: string, retryAfter?: number): void {
    const attempt = this.#attempts.get(id) ?? 0;
    const delay =
      retryAfter === undefined ? backoff(attempt, this.ports.random) : waitOf(retryAfter, this.ports.random);
    // Waiting as long as was asked for is no failed attempt.
    if (retryAfter === undefined) this.#attempts.set(id, attempt + 1);
    this.#clearTimer(id);
    const retry = () => {
      this.#clearTimer(id);
      this.pump();
    };
    this.#inFlight.set(id, this.ports.clock.after(delay, retry));
  }

  #clearTimer(id: string): void {
    this.#inFlight.get(id)?.();
    this.#inFlight.delete(id);
    this.#submitted.delete(id);
  }

  #stopInFlight(): void {
    for (const cancel of this.#inFlight.values()) cancel();
    this.#inFlight.clear();
  }

  #pending({ id, case: caseId, command, at, code, until }: Entry): Pending {
    const isHeld = until > this.ports.clock.now();
    const state = code !== null ? "failed" : isHeld ? "held" : this.#inFlight.has(id) ? "sending" : "queued";
    return { id, case: caseId, command, at, code, state, heldUntil: until };
  }
}

function frameOf({ id, case: caseId, command }: Entry, after: number): string {
  if (command.action === "open") return JSON.stringify({ ...command, id });
  const { action, case: _, ...rest } = command;
  return JSON.stringify({ action, id, case: caseId, after, ...rest });
}

function isDecision({ command }: Entry): boolean {
  const isPassedOn = command.action === "escalate" && command.group !== undefined;
  return isPassedOn || DECISIONS.includes(command.action);
}

function afterOf(frame: string): number {
  return (JSON.parse(frame) as { after?: number }).after ?? 0;
}
