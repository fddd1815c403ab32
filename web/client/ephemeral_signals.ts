import type { Typist } from "./client.ts";
import type { Clock } from "./platform.ts";
import type { ReadMark, ServerFrame } from "./generated/wire.ts";

/** Who types is shown for so long without another word of it, in milliseconds. */
const TYPING_LASTS = 6_000;

/** What is told of a case without being written: who types, and who has read how far. */
export class EphemeralSignals {
  #lookedAt: Readonly<Record<string, number>> = {};
  /** Up to where the person here has read, and whether a connection has taken that. */
  #own = { seq: 0, isNotified: true };
  readonly #typing = new Map<string, { typist: Typist; cancel: () => void }>();
  #reads: Readonly<Record<string, number>>;

  constructor(
    reads: Readonly<Record<string, number>>,
    private readonly clock: Clock,
    private readonly changed: () => void,
    private readonly notify: (seq: number) => boolean,
  ) {
    this.#reads = reads;
  }

  /** By user, the seq up to which they have read. */
  get reads(): Readonly<Record<string, number>> {
    return this.#reads;
  }

  /** By user, when they last looked at the case, in milliseconds since 1970. */
  get lookedAt(): Readonly<Record<string, number>> {
    return this.#lookedAt;
  }

  get typists(): readonly Typist[] {
    return [...this.#typing.values()].map(({ typist }) => typist);
  }

  typing({ user, role, name, on }: Extract<ServerFrame, { action: "typing" }>): void {
    this.stopped(user);
    if (on) {
      const cancel = this.clock.after(TYPING_LASTS, () => {
        this.stopped(user);
        this.changed();
      });
      this.#typing.set(user, { typist: { user, role, name }, cancel });
    }
    this.changed();
  }

  /** What they were typing has come, or will not. */
  stopped(user: string): void {
    this.#typing.get(user)?.cancel();
    this.#typing.delete(user);
  }

  read({ user, seq }: Extract<ServerFrame, { action: "read" }>): void {
    this.#note(user, seq, this.clock.now());
    this.changed();
  }

  /** Takes how far everybody has read, as the service keeps it: what was told while nobody listened here. */
  restore(marks: readonly ReadMark[], me: string | null): void {
    for (const { user, seq, at } of marks) this.#note(user, seq, at);
    const stored = marks.find(({ user }) => user === me)?.seq ?? 0;
    if (stored < this.#own.seq) this.#own.isNotified = false;
    this.resend();
  }

  /** The person here has read up to `seq`. Told until a connection takes it, and again where the service does not know. */
  look(seq: number): void {
    this.#own = { seq, isNotified: false };
    this.resend();
  }

  /** Tells what no connection has taken yet. */
  resend(): void {
    if (!this.#own.isNotified) this.#own.isNotified = this.notify(this.#own.seq);
  }

  #note(user: string, seq: number, at: number): void {
    this.#reads = { ...this.#reads, [user]: Math.max(seq, this.#reads[user] ?? 0) };
    this.#lookedAt = { ...this.#lookedAt, [user]: Math.max(at, this.#lookedAt[user] ?? 0) };
  }

  close(): void {
    for (const { cancel } of this.#typing.values()) cancel();
    this.#typing.clear();
  }
}
