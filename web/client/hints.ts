import type { Typist } from "./client.ts";
import type { Clock } from "./edges.ts";
import type { ServerFrame } from "./generated/wire.ts";

/** Who types is shown for so long without another word of it, in milliseconds. */
const TYPING_LASTS = 6_000;

/** What is told of a case without being written: who types, and who has read how far. */
export class Hints {
  #reads: Readonly<Record<string, number>> = {};
  readonly #typing = new Map<string, { typist: Typist; cancel: () => void }>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** By user, the seq up to which they have read. */
  get reads(): Readonly<Record<string, number>> {
    return this.#reads;
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
    this.#reads = { ...this.#reads, [user]: Math.max(seq, this.#reads[user] ?? 0) };
    this.changed();
  }

  close(): void {
    for (const { cancel } of this.#typing.values()) cancel();
    this.#typing.clear();
  }
}
