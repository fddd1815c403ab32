import type { Api } from "../api.ts";
import { backoff, waitOf } from "../backoff.ts";
import type { FileGate, FileStanding, Pending } from "../client.ts";
import type { FileId, FileRules } from "../generated/wire.ts";
import type { Platform } from "../platform.ts";
import { cell, type Readable } from "../readable.ts";
import { FileOwnership } from "./file_ownership.ts";
import type { FileStore, StoredFile } from "./file_store.ts";
import { MissedFiles } from "./missed_files.ts";
import { readable } from "./readable.ts";
import { type Outcome, type TransferPorts, transfer } from "./transfer.ts";
import { mayRetry, refusalOf, type PickedFile, type Preview, type Upload, type UploadReason } from "./upload.ts";

export interface UploadPorts extends Pick<TransferPorts, "post" | "consent"> {
  platform: Pick<Platform, "clock" | "random" | "id" | "locks" | "network">;
  api: Pick<Api, "fetch">;
  store: FileStore;
  /** Whose files these are, as the outbox calls them. */
  scope: string;
  preview(bytes: Blob, mediaType: string): Promise<Preview | null>;
  /** The commands that are not in a log yet. */
  pending: Readable<readonly Pending[]>;
}

/** Files that are sent at the same time. */
const AT_ONCE = 2;
/** Files whose message has long gone are removed this long after the start, in milliseconds. */
const SWEEP_AFTER = 5 * 60_000;

interface Entry {
  file: StoredFile;
  upload: Upload;
  /** Null where this browser has not kept them. */
  bytes: Blob | null;
  /** Ends the attempt under way, or the pause before the next; null where it waits for its turn, or is done. */
  stop: (() => void) | null;
  /** Failed attempts in a row. */
  attempts: number;
  /** Whether the service may have it already. */
  isAgain: boolean;
}

/**
 * Files on their way, kept until a message has them: over breaks, and over a reload. A file lies in the composer of a
 * `place` until a message takes it; when that is in the log, or discarded, nothing of the file stays in this browser.
 */
export class UploadQueue implements FileGate {
  readonly uploads = cell<readonly Upload[]>([]);
  readonly #entries = new Map<FileId, Entry>();
  readonly #ownership: FileOwnership;
  /** The files that messages on their way have. */
  #taken: ReadonlySet<FileId> = new Set();
  readonly #missed: MissedFiles;
  readonly #startedAt: number;
  readonly #undo: (() => void)[];
  #isClosed = false;

  constructor(private readonly ports: UploadPorts) {
    const { clock, network } = ports.platform;
    this.#startedAt = clock.now();
    this.#missed = new MissedFiles(clock, () => this.#show());
    this.#ownership = new FileOwnership(ports, (file) => void this.#adopt(file));
    this.#undo = [
      network.subscribe(() => this.#reconnected()),
      ports.pending.subscribe(() => this.#followSoon()),
      clock.after(SWEEP_AFTER, () => this.#sweep()),
    ];
    this.#follow();
    void this.#ownership.begin();
  }

  /** Attaches a file in a composer, and begins to send it. */
  add(place: string, store: string, rules: FileRules, { name, mediaType, bytes }: PickedFile): FileId {
    const { owner } = this.#ownership;
    const id = this.ports.platform.id();
    const at = this.ports.platform.clock.now();
    const about = { id, place, name, mediaType, size: bytes.size };
    const file = { ...about, scope: this.ports.scope, owner, store, at, isReady: false };
    const reason = refusalOf(file, rules);
    this.#enter(file, bytes, reason);
    if (reason === null) void this.ports.store.put(file, bytes);
    this.#pump();
    return id;
  }

  /** Those that lie in a composer. */
  of(place: string): Upload[] {
    return this.uploads.get().filter((upload) => upload.place === place);
  }

  /** Those of a message on its way, as far as they are known. */
  named(ids: readonly FileId[]): Upload[] {
    return ids.flatMap((id) => this.#entries.get(id)?.upload ?? []);
  }

  /** A message takes what lies in a composer, but for what was refused. */
  take(place: string): FileId[] {
    const ids = this.of(place).flatMap(({ id, state }) => (state === "refused" ? [] : [id]));
    for (const id of ids) this.#put(id, null);
    return ids;
  }

  /** A message is not sent after all: its files lie in a composer again. Null: it is, and has them. */
  restore(ids: readonly FileId[], place: string | null): void {
    for (const id of ids) this.#put(id, place);
  }

  /** What lies in one composer goes to another. */
  move(from: string, to: string): void {
    for (const { id } of this.of(from)) this.#put(id, to);
  }

  /** Stops it, and forgets it. */
  remove(id: FileId): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.stop?.();
    this.#entries.delete(id);
    void this.ports.store.remove(id);
    this.#show();
    this.#pump();
  }

  /** Tries again what was refused, or at once what waits for its next attempt. */
  retry(id: FileId): void {
    const entry = this.#entries.get(id);
    if (entry && ["refused", "waiting"].includes(entry.upload.state)) this.#renew(entry);
  }

  stateOf(ids: readonly FileId[]): FileStanding {
    const otherwise = (id: FileId) => (this.#missed.hasTime(id) ? "waiting" : "refused");
    const states = ids.map((id) => this.#entries.get(id)?.upload.state ?? otherwise(id));
    if (states.includes("refused")) return "refused";
    return states.every((state) => state === "ready") ? "ready" : "waiting";
  }

  /** The service has refused a message for these: what it thinks of each is asked again, and what it lacks is sent again. */
  recheck(ids: readonly FileId[]): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      const mayHelp = entry !== undefined && (entry.upload.state === "ready" || mayRetry(entry.upload));
      if (mayHelp && entry.bytes !== null) this.#renew(entry);
    }
  }

  subscribe(listener: () => void): () => void {
    return this.uploads.subscribe(listener);
  }

  /** Ends whatever is under way; what is kept stays for the next page. */
  close(): void {
    this.#isClosed = true;
    for (const { stop } of this.#entries.values()) stop?.();
    for (const undo of this.#undo) undo();
    this.#missed.close();
    this.#ownership.close();
  }

  // --- what happens

  #enter(file: StoredFile, bytes: Blob | null, reason: UploadReason | null): void {
    const { id, place, name, mediaType, size, isReady } = file;
    const state = reason !== null ? "refused" : isReady ? "ready" : "waiting";
    const upload: Upload = { id, place, name, mediaType, size, state, reason, progress: 0, preview: null };
    const isAgain = file.at < this.#startedAt;
    this.#entries.set(id, { file, upload, bytes, stop: null, attempts: 0, isAgain });
    this.#show();
    if (bytes === null) return;
    void this.ports.preview(bytes, mediaType).then((preview) => preview && this.#update(id, { preview }));
  }

  /** A page before this one left a file. */
  async #adopt(file: StoredFile): Promise<void> {
    const bytes = await this.ports.store.bytes(file.id);
    if (this.#isClosed || this.#entries.has(file.id)) return;
    this.#enter(file, bytes, bytes === null && !file.isReady ? "lost" : null);
    this.#pump();
  }

  #pump(): void {
    if (this.#isClosed || !this.ports.platform.network.isOnline()) return;
    const entries = [...this.#entries.values()];
    let room = AT_ONCE - entries.filter(({ upload }) => upload.state === "uploading").length;
    for (const entry of entries) {
      if (room <= 0) return;
      if (entry.upload.state !== "waiting" || entry.stop !== null || entry.bytes === null) continue;
      room -= 1;
      void this.#send(entry, entry.bytes);
    }
  }

  async #send(entry: Entry, bytes: Blob): Promise<void> {
    const { id } = entry.file;
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    entry.stop = stop;
    this.#update(id, { state: "uploading", progress: 0 });
    const content = await readable(id, bytes, this.ports.store);
    if (attempt.signal.aborted || entry.stop !== stop) return;
    entry.bytes = content;
    const progress = {
      sent: (part: number) => !attempt.signal.aborted && this.#update(id, { progress: part }),
      checking: () => {
        if (attempt.signal.aborted) return;
        this.#update(id, { state: "checking", progress: 1 });
        this.#pump();
      },
    };
    const { file, isAgain } = entry;
    const outcome: Outcome =
      content === null
        ? { kind: "refused", reason: "lost" }
        : await transfer(file, content, isAgain, this.ports, progress, attempt.signal);
    // Removed, or begun anew meanwhile.
    if (attempt.signal.aborted || entry.stop !== stop) return;
    entry.stop = null;
    entry.isAgain = true;
    this.#ended(entry, outcome);
    this.#pump();
  }

  #ended(entry: Entry, outcome: Outcome): void {
    const { id } = entry.file;
    if (outcome.kind === "later") return this.#wait(entry, outcome.after);
    entry.attempts = 0;
    if (outcome.kind === "refused") return this.#update(id, { state: "refused", reason: outcome.reason });
    entry.file = { ...entry.file, isReady: true };
    void this.ports.store.put(entry.file);
    this.#update(id, { state: "ready", reason: null });
  }

  /** The line broke, or the service asks for patience: longer each time, unless it names a time itself. */
  #wait(entry: Entry, after: number | null): void {
    const { clock, random } = this.ports.platform;
    const delay = after === null ? backoff(entry.attempts, random) : waitOf(after, random);
    if (after === null) entry.attempts += 1;
    entry.stop = clock.after(delay, () => {
      entry.stop = null;
      this.#pump();
    });
    this.#update(entry.file.id, { state: "waiting", progress: 0 });
  }

  #renew(entry: Entry): void {
    entry.stop?.();
    entry.stop = null;
    entry.attempts = 0;
    entry.file = { ...entry.file, isReady: false };
    this.#update(entry.file.id, { state: "waiting", reason: null, progress: 0 });
    this.#pump();
  }

  /** The browser believes that the network is back: no pause is of use any more. */
  #reconnected(): void {
    if (!this.ports.platform.network.isOnline()) return;
    for (const entry of this.#entries.values()) if (entry.upload.state === "waiting") this.#renew(entry);
    void this.#ownership.adoptOrphans();
  }

  /** Once what is done in the same turn is done: a command may be given anew under another id. */
  #followSoon(): void {
    this.ports.platform.clock.after(0, () => this.#follow());
  }

  /** Files of messages that were on their way and no longer are: in the log, or discarded. */
  #follow(): void {
    if (this.#isClosed) return;
    const taken = new Set(this.ports.pending.get().flatMap(({ command }) => filesOf(command)));
    for (const id of this.#taken) {
      const isLeft = !taken.has(id) && this.#entries.get(id)?.upload.place === null;
      if (isLeft) this.remove(id);
    }
    this.#taken = taken;
    const missed = [...taken].filter((id) => !this.#entries.has(id));
    if (this.#missed.follow(missed)) void this.#ownership.adoptOrphans();
  }

  #sweep(): void {
    for (const { file, upload } of [...this.#entries.values()])
      if (upload.place === null && file.at < this.#startedAt && !this.#taken.has(file.id)) this.remove(file.id);
  }

  #put(id: FileId, place: string | null): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.file = { ...entry.file, place };
    void this.ports.store.put(entry.file);
    this.#update(id, { place });
  }

  #update(id: FileId, changes: Partial<Upload>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.upload = { ...entry.upload, ...changes };
    this.#show();
  }

  #show(): void {
    this.uploads.set([...this.#entries.values()].map(({ upload }) => upload));
  }
}

/** The files that a command names. */
export function filesOf(command: Pending["command"]): readonly FileId[] {
  return "files" in command ? (command.files ?? []) : [];
}
