import type { Command, Opening } from "./client.ts";
import type { Platform } from "./platform.ts";
import type { Code } from "./generated/wire.ts";
import { has, parseStored, readStored } from "./stored.ts";

/** A command that waits to be in the log. PersistedState under a key of its own, so that no tab rewrites another's. */
export interface Entry {
  id: string;
  /** The case, or the id of the opening that will name it. */
  case: string;
  command: Command | Opening;
  /** When it was given, in milliseconds since 1970; also its place in the queue. */
  at: number;
  /** The tab that sends it. */
  owner: string;
  /** Not sent before this time, in milliseconds since 1970. */
  until: number;
  /** The newest event that was held when it was given; 0 for none. Entries of versions that did not keep it have none. */
  seen?: number;
  /** What goes over the wire, fixed before it first does: a repetition is the same to the byte. */
  frame: string | null;
  /** Why the service refused it for good. */
  code: Code | null;
}

/** Commands that nobody came back for in this time are dropped: 30 days. */
const RETENTION = 30 * 24 * 3600_000;

/**
 * The commands of this tab, kept over a reload. Each tab sends its own and holds a lock while it lives; whoever gets
 * a dead tab's lock takes its commands over. So no two tabs ever work on the same one, and a sleeping tab blocks none.
 */
export class Outbox {
  readonly #owner: string;
  #prefix: string | null = null;
  #entries: Entry[] = [];
  readonly #awaited = new Set<string>();
  #releaseLock = () => {};
  #isClosed = false;

  constructor(
    private readonly platform: Pick<Platform, "storage" | "clock" | "locks" | "id">,
    /** More commands are here than before. */
    private readonly adopted: () => void,
  ) {
    this.#owner = platform.id();
  }

  /** In the order in which they were given. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Starts keeping, under the name of whoever is signed in, and takes over what a page before this one left. */
  open(scope: string): void {
    if (this.#isClosed || this.#prefix !== null) return;
    this.#prefix = `fl:o:${scope}:`;
    this.platform.locks.hold(this.#lock(this.#owner), () => new Promise((resolve) => (this.#releaseLock = resolve)));
    for (const entry of this.#entries) this.#keep(entry);
    this.adoptOrphans();
  }

  /** Lets other tabs have what is still here. */
  close(): void {
    this.#isClosed = true;
    this.#releaseLock();
  }

  add(id: string, caseId: string, command: Command | Opening, hold: number, seen: number): Entry {
    const now = this.platform.clock.now();
    const at = Math.max(now, (this.#entries.at(-1)?.at ?? 0) + 1);
    const entry = {
      id,
      case: caseId,
      command,
      at,
      owner: this.#owner,
      until: hold > 0 ? now + hold : 0,
      seen,
      frame: null,
      code: null,
    };
    this.#entries = [...this.#entries, entry];
    this.#keep(entry);
    return entry;
  }

  find(id: string): Entry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  update(id: string, changes: Partial<Entry>): Entry | undefined {
    const found = this.find(id);
    if (!found) return undefined;
    const entry = { ...found, ...changes };
    this.#entries = this.#entries.map((held) => (held === found ? entry : held));
    this.#keep(entry);
    return entry;
  }

  remove(id: string): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    if (this.#prefix !== null) this.platform.storage.remove(this.#prefix + id);
  }

  /** The opening `id` has become a case: what followed it goes there. */
  rename(id: string, caseId: string): void {
    for (const entry of this.#entries)
      if (entry.case === id && entry.id !== id) this.update(entry.id, { case: caseId });
    this.remove(id);
  }

  /** Looks for commands of tabs that are gone. Those of living tabs come when they die. */
  adoptOrphans(): void {
    for (const entry of this.#stored()) {
      if (entry.owner === this.#owner || this.#awaited.has(entry.owner)) continue;
      this.#awaited.add(entry.owner);
      this.platform.locks.hold(this.#lock(entry.owner), async () => this.#adopt(entry.owner));
    }
  }

  #adopt(owner: string): void {
    this.#awaited.delete(owner);
    if (this.#isClosed) return;
    const orphans = this.#stored().filter((entry) => entry.owner === owner);
    for (const orphan of orphans) this.#take({ ...orphan, owner: this.#owner });
    if (orphans.length > 0) this.adopted();
  }

  #take(entry: Entry): void {
    if (entry.at < this.platform.clock.now() - RETENTION) return this.remove(entry.id);
    this.#keep(entry);
    this.#entries = [...this.#entries, entry].sort((a, b) => a.at - b.at);
  }

  #stored(): Entry[] {
    if (this.#prefix === null) return [];
    const keys = this.platform.storage.keys(this.#prefix);
    return keys.flatMap((key) => readStored(this.platform.storage, key, isEntry) ?? []);
  }

  #keep(entry: Entry): void {
    if (this.#prefix !== null) this.platform.storage.set(this.#prefix + entry.id, JSON.stringify(entry));
  }

  #lock(owner: string): string {
    return `fl:tab:${owner}`;
  }
}

function isEntry(value: Entry): boolean {
  const isWhole = has(value, "string", "id", "case", "owner") && has(value, "number", "at", "until");
  const isSendable =
    value.frame === null || parseStored<object>(value.frame, (frame) => has(frame, "string", "action"));
  return isWhole && has(value.command, "string", "action") && isSendable !== null;
}
