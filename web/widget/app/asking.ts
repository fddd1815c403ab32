// What a store asks before the first message, and that nothing is kept or sent before it is known and agreed to.
import { loadConfig } from "../../client/index.ts";
import type { Client, Config, Pending, Platform, PreChatReply } from "../../client/index.ts";
import { readStored } from "../../client/stored.ts";
import { answersKey, handAnswers } from "./answers_kept.ts";
import type { Kept } from "./kept.ts";
import { learnStore } from "./learn_store.ts";
import type { Page, State } from "./state.ts";
import type { FrameStore } from "./storage.ts";

/** How long a store that could not be asked is left alone, in milliseconds: nobody knows yet what it wants agreed to. */
const AGAIN = 2_000;

/** What the frame hands to its chat. */
export interface Frame {
  site: string;
  page: Page;
  kept: Kept;
  storage: FrameStore;
  config: Promise<Config>;
  /** Settles when the store has been asked what it says of itself. */
  learned: Promise<void>;
}

/** What was answered last, and whether it has opened a conversation. */
interface Answered {
  reply: PreChatReply;
  isUsed: boolean;
}

/** Whether the store's questions stand where one would write. */
export function asks({ place, store, reply }: State): boolean {
  return place.at === "new" && store?.pre_chat !== undefined && !reply;
}

export class Asking {
  isStopped = false;
  /** Settles once the visitor has agreed. */
  readonly #agreed: Promise<void>;
  #agree: () => void = () => undefined;

  constructor(
    private readonly frame: Frame,
    private readonly platform: Platform,
    private readonly client: Client,
    private readonly chat: {
      /** The shop's customer whose answers these are; none: whoever sits at this browser. */
      owner: string | undefined;
      /** Goes to the start of a new conversation, where the store's questions stand. */
      startAnew: () => void;
      /** Puts the files of a message that is a draft again where it is written. */
      keepFiles: (command: Pending["command"]) => void;
    },
  ) {
    this.#agreed = new Promise((resolve) => (this.#agree = resolve));
  }

  /** Connects once it is known what the store asks, and agreed to what is to be agreed to. */
  async begin(connect: () => void): Promise<void> {
    // Whom the service knows already it is asked for at once: what the store asks concerns the next conversation.
    const { isKnown } = this;
    // Files that a page before this one has left go on at once, with the consent that was given then.
    if (isKnown) this.frame.page.change({ answered: this.#answered?.reply ?? null });
    if (isKnown) connect();
    const isAllowed = await this.#learnAll();
    if (this.isStopped) return;
    const { store, reply } = this.frame.page.state;
    // What was sent before its questions were known waits for the answers.
    if (store?.pre_chat && !reply)
      for (const { id, command } of this.client.pending.get())
        if (command.action === "open" && !command.pre_chat) this.#draftAnew(id);
    if (!isAllowed) await this.#agreed;
    if (!isKnown && !this.isStopped) connect();
  }

  /** Learns what the store asks. Gives whether the service may know of this visitor: nothing is to be agreed to, or it was. */
  async #learnAll(): Promise<boolean> {
    const { page, site, storage } = this.frame;
    const { owner } = this.chat;
    if (owner !== undefined) handAnswers(storage, site, owner);
    await this.#known();
    const consent = page.state.store?.pre_chat?.consent;
    const answered = this.#answered;
    const isAgreed = !consent || answered?.reply.consent === consent.version;
    const isDone = page.state.store?.pre_chat?.fields.length === 0 || answered?.isUsed === false;
    page.change({ answered: answered?.reply ?? null, reply: answered && isAgreed && isDone ? answered.reply : null });
    const isAllowed = isAgreed || this.isKnown;
    if (isAllowed) storage.hold(false);
    else this.#forget();
    return isAllowed;
  }

  /** Whether this browser has something of the visitor's already. */
  private get isKnown(): boolean {
    const { site, storage } = this.frame;
    const cases = [`fl:r:v:${site}:`, `fl:o:v:${site}:`, `fl:r:p:${site}:`];
    return storage.get(`fl:v:${site}`) !== null || cases.some((prefix) => storage.keys(prefix).length > 0);
  }

  answer(reply: PreChatReply): void {
    const { page, storage } = this.frame;
    storage.hold(false);
    this.#keep({ reply, isUsed: false });
    page.change({ reply, answered: reply });
    // The form is gone: the next thing to do is to write.
    page.flush();
    document.getElementById("message")?.focus();
    this.#agree();
  }

  /** What goes with an opening. The next one is asked anew, with these answers to begin with. */
  use(): PreChatReply | null {
    const { page } = this.frame;
    const { store, reply: fresh, answered } = page.state;
    const reply = (store?.pre_chat && (fresh ?? answered)) || null;
    if (reply) this.#keep({ reply, isUsed: true });
    if (store?.pre_chat?.fields.length) page.change({ reply: null });
    return reply;
  }

  /** The service did not take what was answered with an opening: the store asks something else by now. */
  async askAnew(opening: string): Promise<void> {
    await this.learn();
    this.frame.page.change({ reply: null });
    this.#draftAnew(opening);
  }

  /** An opening that lacks what its store asks is a draft again, with what followed it. */
  #draftAnew(opening: string): void {
    const { site, kept } = this.frame;
    const words = this.client.pending.get().flatMap(({ id, case: key, command }) => {
      if (key !== opening || !("text" in command) || !this.client.discard(id)) return [];
      this.chat.keepFiles(command);
      return command.text ? [command.text] : [];
    });
    kept.setDraft(opening, [...words, kept.draft(opening)].join("\n").trim());
    kept.moveDraft(opening, site);
    this.chat.startAnew();
  }

  async #known(): Promise<void> {
    const { page, learned } = this.frame;
    await learned;
    while (page.state.store?.name === "" && !this.isStopped) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      page.change({ isCutOff: true });
      await this.learn();
    }
    page.change({ isCutOff: false });
  }

  /** Asks again what the store says of itself. Where the service is may be to be asked again, too. */
  learn(): Promise<void> {
    const { site, page, kept } = this.frame;
    return learnStore(site, page, kept, loadConfig(this.platform));
  }

  /** What was written down before the store wanted to be asked first. */
  #forget(): void {
    const { site, kept, storage } = this.frame;
    const draft = kept.draft(site);
    kept.setDraft(site, "");
    storage.hold(true);
    kept.setDraft(site, draft);
  }

  get #answered(): Answered | null {
    return readStored<Answered>(this.frame.storage, this.#key, ({ reply }) => Array.isArray(reply?.answers));
  }

  #keep(answered: Answered): void {
    this.frame.storage.set(this.#key, JSON.stringify(answered));
  }

  get #key(): string {
    return answersKey(this.frame.site, this.chat.owner);
  }
}
