import type { Platform } from "../platform.ts";
import type { FileStore, StoredFile } from "./file_store.ts";

/** So long a file is kept at most, in milliseconds. */
const KEPT_FOR = 30 * 24 * 60 * 60_000;

interface OwnershipPorts {
  platform: Pick<Platform, "clock" | "id" | "locks">;
  store: FileStore;
  scope: string;
}

/** Which tab uploads what: each its own files, and those of tabs that are gone, as with the commands of the outbox. */
export class FileOwnership {
  readonly owner: string;
  #release = () => {};
  #isClosed = false;

  constructor(
    private readonly ports: OwnershipPorts,
    /** A file of a page that is gone is this one's now. */
    private readonly adopted: (file: StoredFile) => void,
  ) {
    this.owner = ports.platform.id();
    ports.platform.locks.hold(lockOf(this.owner), () => new Promise((resolve) => (this.#release = resolve)));
  }

  /** Takes over what tabs that are gone have left. What is too old goes before, whosever it is: nobody may come for it any more. */
  async begin(): Promise<void> {
    const { platform, store } = this.ports;
    const oldest = platform.clock.now() - KEPT_FOR;
    for (const { id, at } of await store.all()) if (at < oldest) await store.remove(id);
    if (!this.#isClosed) await this.adoptOrphans();
  }

  /** Waits for the end of each other tab that has files. */
  async adoptOrphans(): Promise<void> {
    const owners = new Set((await this.ports.store.all(this.ports.scope)).map(({ owner }) => owner));
    owners.delete(this.owner);
    for (const owner of owners) this.ports.platform.locks.hold(lockOf(owner), () => this.#adopt(owner));
  }

  /** Lets other tabs have what is left. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  async #adopt(owner: string): Promise<void> {
    if (this.#isClosed) return;
    const files = (await this.ports.store.all(this.ports.scope)).filter((file) => file.owner === owner);
    for (const file of files.sort((a, b) => a.at - b.at)) {
      const own = { ...file, owner: this.owner };
      await this.ports.store.put(own);
      this.adopted(own);
    }
  }
}

function lockOf(owner: string): string {
  return `fl:files:${owner}`;
}
