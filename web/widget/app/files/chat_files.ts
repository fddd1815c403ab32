import { UploadAnnouncer } from "../../../client/files/announcements.ts";
import { LinkKeeper } from "../../../client/files/file_links.ts";
import { forgetFiles, indexedFiles } from "../../../client/files/file_store.ts";
import { pickedFiles } from "../../../client/files/picked.ts";
import { postByRequest } from "../../../client/files/posting.ts";
import { previewOf } from "../../../client/files/preview.ts";
import { MOST_FILES } from "../../../client/files/upload.ts";
import { UploadQueue, filesOf } from "../../../client/files/upload_queue.ts";
import { fileWords, onFileWords } from "../../../client/files/words/index.ts";
import type { Client, FileRules } from "../../../client/index.ts";
import { attempt } from "../../../client/storage.ts";
import type { Attacher } from "../attaching.ts";
import type { Page } from "../state.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/files.css?inline";
import { Attachments } from "./attachments.tsx";
import type { FilesPart } from "./files_part.ts";
import { KEPT } from "./kept_flag.ts";
import { Tray } from "./tray.tsx";

adoptStyles(css);

/** Under which name the browser keeps files. */
const DATABASE = "firstline-widget";

/** Opens what this browser keeps of whoever's chat this is. */
export async function startFiles(chat: Attacher, page: Page): Promise<ChatFiles> {
  const scope = chat.customer ? await chat.customer.scope() : `v:${chat.site}`;
  if (scope === null) throw new Error("nobody is signed in");
  // What somebody who has left kept here is nobody's.
  if (chat.platform.storage.get(KEPT) === null) forgetFiles(database(), DATABASE);
  return new ChatFiles(chat, page, scope);
}

/** The files of a chat: those that lie in its composers, and those that its messages show. */
export class ChatFiles {
  readonly queue: UploadQueue;
  private readonly store = indexedFiles(database(), DATABASE);
  readonly #announcer: UploadAnnouncer;
  readonly #stopWords: () => void;
  readonly #part: Omit<FilesPart, "uploads">;

  constructor(
    private readonly chat: Attacher,
    private readonly page: Page,
    scope: string,
  ) {
    const { client, platform } = chat;
    const { api, pending } = client;
    const { store } = this;
    const { consent } = this;
    const ways = { post: postByRequest, preview: previewOf, consent };
    this.queue = new UploadQueue({ platform, api, pending, store, scope, ...ways });
    this.#announcer = new UploadAnnouncer(() => platform.clock.now());
    const links = new LinkKeeper(api, platform.clock);
    this.#part = { Tray, Attachments, queue: this.queue, links, edit: (id) => this.#edit(id) };
    this.#stopWords = onFileWords(() => page.change({}));
    this.queue.uploads.subscribe(() => this.#changed());
    client.awaitFiles(this.queue);
    page.change({ hasFiles: () => this.queue.of(this.#place).some(({ state }) => state !== "refused") });
    this.#changed();
  }

  /** What of the store's was agreed to here, by its version. */
  readonly consent = (): string | undefined => this.page.state.answered?.consent;

  /** Puts files into the composer in view. */
  attach(files: readonly File[]): void {
    const { store, language } = this.page.state;
    if (!store?.files) return;
    const room = MOST_FILES - this.queue.of(this.#place).length;
    const picked = pickedFiles(files, this.chat.platform.clock.now());
    for (const file of picked.slice(0, room)) this.queue.add(this.#place, store.id, store.files, file);
    const words = fileWords(language);
    if (picked.length > room && words) this.page.announce(words.tooMany(MOST_FILES));
    document.getElementById("message")?.focus();
  }

  /** A message takes what lies in the composer in view. */
  take(): string[] {
    return this.queue.take(this.#place);
  }

  /** Ends what is under way; where `forgets`, nothing of it stays in this browser either. */
  close(forgets: boolean): void {
    this.queue.close();
    this.#stopWords();
    if (forgets) forgetFiles(database(), DATABASE);
  }

  get #place(): string {
    const { place } = this.page.state;
    return place.at === "case" ? place.key : this.chat.site;
  }

  #edit(id: string): void {
    const pending = this.chat.client.pending.get().find((each) => each.id === id);
    if (!pending) return;
    const place = pending.command.action === "open" ? this.chat.site : pending.case;
    this.queue.restore(filesOf(pending.command), place);
    if (!this.chat.client.discard(id)) return this.queue.restore(filesOf(pending.command), null);
    const text = "text" in pending.command ? (pending.command.text ?? "") : "";
    const { kept } = this.chat;
    kept.setDraft(place, [kept.draft(place), text].filter((each) => each.trim() !== "").join("\n"));
    // An opening leads back to its beginning; a new place lets the composer read its draft again.
    this.page.change({ place: place === this.chat.site ? { at: "new" } : { at: "case", key: place } });
    document.getElementById("message")?.focus();
  }

  #changed(): void {
    const uploads = this.queue.uploads.get();
    const { storage } = this.chat.platform;
    if (uploads.length > 0) storage.set(KEPT, "1");
    else void this.store.all().then((kept) => kept.length === 0 && storage.remove(KEPT));
    this.page.change({ files: { ...this.#part, uploads } });
    const { language, store } = this.page.state;
    const words = fileWords(language);
    if (!words) return;
    for (const line of this.#announcer.next(uploads, store?.files?.max_bytes ?? 0, words, language.tag))
      this.page.announce(line);
  }
}

/** What somebody attached before they signed in, for as long as what they wrote then is still sent. */
export class VisitorFiles {
  readonly #store = indexedFiles(database(), DATABASE);
  readonly #queue: UploadQueue;

  constructor(
    { platform, site }: Attacher,
    private readonly visitor: Client,
    private readonly own: ChatFiles,
  ) {
    const { api, pending } = visitor;
    const ways = { post: postByRequest, preview: async () => null, consent: own.consent };
    this.#queue = new UploadQueue({ platform, api, pending, store: this.#store, scope: `v:${site}`, ...ways });
    visitor.awaitFiles(this.#queue);
  }

  /** Whether some are still on their way. */
  get isUploading(): boolean {
    return this.#queue.uploads.get().some(({ state }) => state !== "ready" && state !== "refused");
  }

  /** What no message has got lies in the composers of whoever has signed in: sent again, as theirs. */
  async handOver(site: string, rules: FileRules): Promise<void> {
    const pending = this.visitor.pending.get();
    for (const { id, name, mediaType, place } of this.#queue.uploads.get()) {
      const waiting = pending.find(({ command }) => filesOf(command).includes(id));
      const at = place ?? (waiting?.command.action === "open" ? site : (waiting?.case ?? null));
      // A message that is in the log has it.
      const bytes = at === null ? null : await this.#store.bytes(id);
      if (at !== null && bytes !== null) this.own.queue.add(at, site, rules, { name, mediaType, bytes });
      this.#queue.remove(id);
    }
    this.#queue.close();
  }
}

function database(): IDBFactory | undefined {
  return attempt(() => indexedDB, undefined);
}
