import type { Client, Pending, Platform, Tokens } from "../../client/index.ts";
import { LEAVING } from "../../client/visitor.ts";
import type { ChatFiles, VisitorFiles } from "./files/chat_files.ts";
import { KEPT } from "./files/kept_flag.ts";
import type { Kept } from "./kept.ts";
import type { Page } from "./state.ts";

export interface Attacher {
  readonly site: string;
  readonly client: Client;
  readonly kept: Kept;
  readonly platform: Platform;
  readonly customer?: Tokens | undefined;
}

/** The way to what files need: its code comes with the first one, whether it is attached here, received, or left by another page. */
export class Attaching {
  #files: ChatFiles | null = null;
  #loading: Promise<ChatFiles> | null = null;
  #isStopped = false;

  constructor(
    private readonly chat: Attacher,
    private readonly page: Page,
  ) {}

  start(): void {
    if (this.chat.platform.storage.get(KEPT) !== null) this.#need();
  }

  /** Ends it. Where somebody has signed out nothing of theirs stays in this browser. */
  stop(): void {
    this.#isStopped = true;
    this.#files?.close(this.chat.platform.storage.get(LEAVING) !== null);
  }

  load(): Promise<ChatFiles> {
    this.#loading ??= this.#start().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /** What goes with the message that is written in view. */
  take(): { files?: string[] } {
    const files = this.#files?.take();
    return files?.length ? { files } : {};
  }

  /** Files of a message that is a draft again lie in the composer of a place. */
  restore(command: Pending["command"], place: string): void {
    if ("files" in command) this.#files?.queue.restore(command.files ?? [], place);
  }

  move(from: string, to: string): void {
    this.#files?.queue.move(from, to);
  }

  /** A message is tried again: what it lacked is looked at first. */
  recheck(command: Pending["command"] | undefined): void {
    if (command && "files" in command) this.#files?.queue.recheck(command.files ?? []);
  }

  /** What a visitor has attached before they signed in; null where that is nothing. */
  async ofVisitor(visitor: Client): Promise<VisitorFiles | null> {
    if (this.chat.platform.storage.get(KEPT) === null) return null;
    const own = await this.load();
    return new (await import("./files/chat_files.ts")).VisitorFiles(this.chat, visitor, own);
  }

  /** Some of these have files, to be shown or to be waited for. */
  needFor(have: readonly object[]): void {
    if (have.some((each) => "files" in each)) this.#need();
  }

  async #start(): Promise<ChatFiles> {
    const { startFiles } = await import("./files/chat_files.ts");
    this.#files = await startFiles(this.chat, this.page);
    if (this.#isStopped) this.#files.close(false);
    return this.#files;
  }

  #need(): void {
    void this.load().catch(() => this.page.change({ isBroken: true }));
  }
}
