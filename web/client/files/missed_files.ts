import type { FileId } from "../generated/wire.ts";
import type { Clock } from "../platform.ts";

/** How long a message may wait for a file that no tab seems to have, in milliseconds. */
const LOST_AFTER = 15_000;

/** The files for which messages wait though they are not here: a tab that is gone may have left them. */
export class MissedFiles {
  /** Since when. */
  readonly #since = new Map<FileId, number>();
  readonly #undo = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    /** What nobody has by then is lost. */
    private readonly lost: () => void,
  ) {}

  /** These are missed, and no others. Says whether some were not before. */
  follow(ids: readonly FileId[]): boolean {
    const now = this.clock.now();
    for (const id of this.#since.keys()) if (!ids.includes(id)) this.#since.delete(id);
    const isNew = ids.some((id) => !this.#since.has(id));
    for (const id of ids) if (!this.#since.has(id)) this.#since.set(id, now);
    if (isNew) this.#undo.add(this.clock.after(LOST_AFTER, this.lost));
    return isNew;
  }

  /** Whether it may still be found. */
  hasTime(id: FileId): boolean {
    const now = this.clock.now();
    return now < (this.#since.get(id) ?? now) + LOST_AFTER;
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }
}
