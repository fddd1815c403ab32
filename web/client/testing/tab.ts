import type { Client } from "../client.ts";
import type { FileStore } from "../files/file_store.ts";
import type { Post } from "../files/posting.ts";
import { UploadQueue } from "../files/upload_queue.ts";
import type { Platform, Store, WebSocketLike } from "../platform.ts";
import { createClient } from "../session.ts";
import type { Options } from "../options.ts";
import { externalTokens } from "../external_token.ts";
import type { Tokens } from "../tokens.ts";
import { visitorTokens } from "../visitor.ts";
import type { TestClock } from "./clock.ts";
import type { TestServer } from "../../testing/network.ts";

/** Locks over several tabs, freed when their tab dies. */
export class TestLocks {
  readonly #queues = new Map<string, { tab: object; hold: () => Promise<void> }[]>();

  hold(tab: object, name: string, hold: () => Promise<void>): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push({ tab, hold });
    if (queue.length === 1) this.#grant(name);
  }

  kill(tab: object): void {
    for (const [name, queue] of this.#queues) {
      const wasHolder = queue[0]?.tab === tab;
      this.#queues.set(
        name,
        queue.filter((waiting) => waiting.tab !== tab),
      );
      if (wasHolder) this.#grant(name);
    }
  }

  #grant(name: string): void {
    const holder = this.#queues.get(name)?.[0];
    void holder
      ?.hold()
      .catch(() => undefined)
      .then(() => {
        const queue = this.#queues.get(name) ?? [];
        if (queue[0] !== holder) return;
        queue.shift();
        this.#grant(name);
      });
  }
}

/** What the tabs of one browser share. */
export interface Machine {
  clock: TestClock;
  server: TestServer;
  storage: Store;
  files: FileStore;
  locks: TestLocks;
  random: () => number;
}

/** A page with a client, which can die at any moment without a word. */
export class Tab {
  readonly client: Client;
  isOnline = true;
  /** Whether requests fail and sockets don't. */
  dropsRequests = false;
  #isDead = false;
  readonly #sockets = new Set<WebSocketLike>();
  readonly #network = new Set<() => void>();
  readonly #ownPlatform: Platform;
  #uploads: UploadQueue | null = null;

  constructor(
    private readonly machine: Machine,
    identity: { visitorOf: string } | { token: string },
    options: Partial<Options> = {},
  ) {
    const platform = this.#platform();
    this.#ownPlatform = platform;
    const tokens: Tokens =
      "token" in identity
        ? externalTokens(
            async () => identity.token,
            () => machine.clock.now(),
          )
        : visitorTokens(platform, identity.visitorOf);
    this.client = createClient(platform, tokens, options);
    this.client.start();
  }

  /** What is attached here; the client's commands wait for it from the first time on that it is asked for. */
  get uploads(): UploadQueue {
    if (this.#uploads !== null) return this.#uploads;
    const { api, pending } = this.client;
    const { files: store } = this.machine;
    const preview = async () => null;
    const ports = { platform: this.#ownPlatform, api, pending, store, scope: "v:demo", post: this.#post, preview };
    this.#uploads = new UploadQueue(ports);
    this.client.awaitFiles(this.#uploads);
    return this.#uploads;
  }

  /** Sends bytes in four steps of a tenth of a second each. */
  readonly #post: Post = ({ url }, bytes, progress) => {
    const { clock, server } = this.machine;
    let isStopped = false;
    let abort = () => {};
    const done = new Promise<number>((resolve) => {
      abort = () => {
        isStopped = true;
        resolve(0);
      };
      const step = (part: number): void => {
        if (this.#isDead || isStopped) return;
        if (!this.isOnline || !server.isUp) return resolve(0);
        progress(part);
        if (part < 1) return void clock.after(100, () => step(part + 0.25));
        const refused = server.bucketRefuses.shift();
        if (refused !== undefined) return resolve(refused);
        void bytes.arrayBuffer().then((content) => {
          server.files.arrive(url.split("/").at(-1) ?? "", new Uint8Array(content));
          resolve(204);
        });
      };
      clock.after(100, () => step(0.25));
    });
    return { done, abort };
  };

  /** The page is gone: no timer fires any more, nothing is stored, sockets end, locks are free. */
  kill(): void {
    this.#isDead = true;
    for (const socket of this.#sockets) socket.close();
    this.machine.locks.kill(this);
  }

  goOnline(isOnline: boolean): void {
    this.isOnline = isOnline;
    for (const listener of this.#network) listener();
  }

  #platform(): Platform {
    const { clock, server, storage, locks, random } = this.machine;
    const never = new Promise<never>(() => {});
    return {
      origin: "http://site",
      storage: {
        ...storage,
        set: (key, value) => void (this.#isDead || storage.set(key, value)),
        remove: (key) => void (this.#isDead || storage.remove(key)),
      },
      clock: {
        now: () => clock.now(),
        after: (delay, task) => clock.after(delay, () => void (this.#isDead || task())),
      },
      random,
      id: () => Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36)).join(""),
      fetch: async (url, init) => {
        if (!this.isOnline) throw new TypeError("no network");
        if (this.dropsRequests) throw new TypeError("blocked");
        const response = await server.fetch(url, init);
        return this.#isDead ? never : response;
      },
      connect: (url, protocols) => {
        if (!this.isOnline) throw new Error("no network");
        const socket = server.connect(url, protocols);
        this.#sockets.add(socket);
        return socket;
      },
      locks: { hold: (name, hold) => locks.hold(this, name, () => (this.#isDead ? Promise.resolve() : hold())) },
      network: {
        isOnline: () => this.isOnline,
        subscribe: (listener) => {
          this.#network.add(listener);
          return () => void this.#network.delete(listener);
        },
      },
    };
  }
}
