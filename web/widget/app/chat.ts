import { browserPlatform, createClient, visitorTokens } from "../../client/index.ts";
import type { CaseState, Client, Command, EventView, Pending, Platform } from "../../client/index.ts";
import { readHelp } from "../../client/store_view.ts";
import { Asking, type Frame } from "./asking.ts";
import { Attaching } from "./attaching.ts";
import { isCaseId } from "./case_key.ts";
import { Following } from "./following.ts";
import { heardLines } from "./heard.ts";
import type { CustomerTokens } from "./identified.ts";
import type { Kept } from "./kept.ts";
import { moveWords } from "./move_words.ts";
import { Outage } from "./outage.ts";
import { GHOST_LASTS, ghostOf, startPlace } from "./start_place.ts";
import { awaitsPerson } from "./standing.ts";
import { isInSight, type Page, type Place } from "./state.ts";
import { unreadOf } from "./unread.ts";

/** Joins the client to the page: what happens in the cases becomes state, what the visitor does becomes commands. */
export class Chat {
  readonly client: Client;
  readonly #following: Following;
  readonly #undo: (() => void)[] = [];
  /** The cases in which a person is asked for. */
  readonly #awaiting = new Set<string>();
  /** The cases in which a person was asked for in vain, as they are no longer there. */
  readonly #wantsPerson = new Set<string>();
  /** What is read out when a command is done. */
  readonly #announced = new Map<string, string>();
  readonly #outage: Outage;
  readonly attaching: Attaching;
  isStopped = false;
  readonly platform: Platform;

  readonly site: string;
  readonly kept: Kept;
  readonly page: Page;
  readonly #asking: Asking;

  constructor(
    private readonly frame: Frame,
    readonly customer?: CustomerTokens,
  ) {
    const { site, page, storage, config } = frame;
    ({ site: this.site, page: this.page, kept: this.kept } = frame);
    this.#outage = new Outage(page);
    this.platform = { ...browserPlatform(), storage, config };
    this.client = createClient(this.platform, customer ?? visitorTokens(this.platform, site));
    this.attaching = new Attaching(this, page);
    this.#following = new Following(this.client, (thread) => this.#changed(thread));
    this.#asking = new Asking(frame, this.platform, this.client, {
      owner: customer?.owner,
      startAnew: () => this.show({ at: "new" }),
      keepFiles: (command) => this.attaching.restore(command, site),
    });
  }

  start(): void {
    const { client } = this;
    this.page.change({
      readHelp: async () => readHelp(this.platform, await this.frame.config, this.site),
      answer: (reply) => this.#asking.answer(reply),
    });
    this.#undo.push(
      client.connectionState.subscribe(() => this.#outage.update(client.connectionState.get())),
      client.me.subscribe((me) => {
        const { me: before, cases, place } = this.page.state;
        const isOther = before !== null && me !== null && me.user !== before;
        this.page.change({ me: me?.user ?? null });
        // In a conversation it is said once that is known to be gone.
        if (isOther && place.at === "list" && cases.length > 0) this.#tellAnew();
        if (me) void this.#load();
      }),
      client.cases.subscribe((cases) => {
        this.page.change({ cases });
        this.#following.newest(this.page.state.cases);
      }),
      client.pending.subscribe((pending) => {
        this.page.change({ pending });
        this.attaching.needFor(pending.map(({ command }) => command));
      }),
      client.on("opened", ({ id, case: caseId }) => this.#opened(id, caseId)),
      client.on("done", ({ id }) => this.#done(id)),
      client.on("failed", (failed) => this.#failed(failed)),
      client.on("event", ({ case: caseId, event }) => this.#heard(caseId, event)),
    );
    void this.#asking.begin(() => {
      this.attaching.start();
      client.start();
      if (this.customer && this.kept.isVisitor) this.#claim().catch(() => this.page.change({ isBroken: true }));
      this.#outage.update(client.connectionState.get());
    });
  }

  stop(): void {
    this.isStopped = true;
    this.#asking.isStopped = true;
    this.#outage.stop();
    this.attaching.stop();
    this.#following.stop();
    for (const undo of this.#undo) undo();
    this.client.stop();
  }

  /** Goes to a conversation, and follows it from then on. */
  show(place: Place): void {
    this.kept.place = place;
    const watch = place.at === "case" && isCaseId(place.key) ? this.#following.watch(place.key) : null;
    this.page.change({ place, thread: watch?.state.get() ?? null });
    this.look();
  }

  send(text: string): void {
    const { place } = this.page.state;
    if (place.at === "case") this.submit({ action: "send", case: place.key, text, ...this.attaching.take() }, "sent");
    else this.show({ at: "case", key: this.openCase(text, this.attaching.take().files) });
    this.page.announce(this.page.state.language.words.sending);
  }

  /** Submits a command, and lets `announced` be read out once it is done. */
  submit(command: Command, announced: "sent" | "reopenedLine" | "askedForPerson"): void {
    this.#announced.set(this.client.submit(command), this.page.state.language.words[announced]);
  }

  #done(id: string): void {
    const announced = this.#announced.get(id);
    this.#announced.delete(id);
    if (announced) this.page.announce(announced);
  }

  /** Writes into a closed case, which that opens again. */
  reopen(text?: string, files = this.attaching.take()): void {
    const { place } = this.page.state;
    if (place.at !== "case") return;
    this.submit({ action: "reopen", case: place.key }, "reopenedLine");
    if (text !== undefined) this.submit({ action: "send", case: place.key, text, ...files }, "sent");
  }

  /** Sends again what was refused; into a case that has been closed meanwhile, by opening it. */
  retry(id: string): void {
    const { pending, thread } = this.page.state;
    const command = pending.find((each) => each.id === id)?.command;
    const isClosed = thread?.view?.status === "resolved" && command?.action === "send";
    if (isClosed && this.client.discard(id)) this.reopen(command.text, command.files && { files: command.files });
    else {
      this.attaching.recheck(command);
      this.#announced.set(id, this.page.state.language.words.sent);
      this.client.retry(id);
    }
  }

  /** Asks for a person, in the conversation in view or in a new one. */
  talkToPerson(): void {
    if (this.page.state.place.at !== "case") this.send(this.page.state.language.words.wantsPerson);
    const { place } = this.page.state;
    if (place.at === "case") this.submit({ action: "escalate", case: place.key }, "askedForPerson");
  }

  /** Says whether the assistant's newest answer helped. "No" calls a person. */
  judge(of: number, yes: boolean): void {
    const { thread, language } = this.page.state;
    if (!thread) return;
    this.client.submit({ action: "helped", case: thread.case, of, yes });
    this.page.announce(yes ? language.words.glad : language.words.called);
  }

  rate(caseId: string, score: number, comment: string): void {
    this.client.submit({ action: "rate", case: caseId, score, ...(comment && { comment }) });
    this.page.announce(this.page.state.language.words.thanks);
  }

  async older(): Promise<void> {
    const { thread } = this.page.state;
    if (thread) await this.#following.older(thread.case);
  }

  async save(): Promise<void> {
    const { thread, language, store } = this.page.state;
    if (!thread) return;
    const { saveTranscript } = await import("./transcript.ts");
    await saveTranscript(this.#following.watch(thread.case), language, store?.name ?? "");
  }

  /** Puts files into the composer in view. */
  async attach(files: File[]): Promise<void> {
    (await this.attaching.load()).attach(files);
  }

  withdraw(caseId: string, of: number, announced: string): string {
    const id = this.client.submit({ action: "withdraw", case: caseId, of });
    this.#announced.set(id, announced);
    return id;
  }

  /** The visitor has the conversation before their eyes. */
  look(): void {
    const { isOpen, place, thread } = this.page.state;
    const isSeen = isOpen && document.visibilityState === "visible" && place.at === "case" && thread !== null;
    if (!isSeen || thread.head <= this.kept.seen(thread.case)) return this.#count();
    this.kept.setSeen(thread.case, thread.head);
    this.client.read(thread.case, thread.head);
    this.#count();
  }

  async #load(): Promise<void> {
    // It could not be asked before.
    if (this.page.state.store?.name === "") void this.#asking.learn();
    await this.client.refresh().catch(() => undefined);
    this.#following.newest(this.page.state.cases);
    if (this.page.state.isListed) return;
    this.page.change({ isListed: true });
    this.show(startPlace(this.page.state, this.kept.place));
    setTimeout(() => this.#leaveGhost(), GHOST_LASTS);
  }

  /** The customer was a visitor here before they signed in: they go on where they were. */
  async #claim(): Promise<void> {
    await (await import("./claim.ts")).claimAndGoOn(this);
  }

  /** An opening that was acknowledged as the page before this one went: it is a case now, and in the list. */
  #leaveGhost(): void {
    const ghost = ghostOf(this.page.state);
    if (ghost === null) return;
    const successor = this.#moveWords(ghost, this.page.state.cases[0]?.case ?? null);
    this.show(successor ? { at: "case", key: successor } : { at: "new" });
  }

  #changed(thread: CaseState): void {
    const { place } = this.page.state;
    const isAwaiting = awaitsPerson(thread);
    if (isAwaiting && !this.#awaiting.has(thread.case)) void this.#asking.learn();
    this.#awaiting[isAwaiting ? "add" : "delete"](thread.case);
    if (place.at === "case" && place.key === thread.case) this.page.change({ thread });
    this.attaching.needFor(thread.events.map(({ body }) => body));
    // What waits for the case is refused first, and taken along then.
    if (thread.isMissing) queueMicrotask(() => this.#startAnew(thread.case));
    this.look();
  }

  #failed({ id, case: caseId, command, code }: Pending): void {
    this.#announced.delete(id);
    if (code === "consent_required" || code === "form_incomplete") return void this.#asking.askAnew(id);
    if (command.action === "open" || command.action === "send") {
      return this.page.announce(this.page.state.language.words.notSent);
    }
    // Without words there is nothing to keep: the case had changed before the button did.
    this.client.discard(id);
    if (command.action === "escalate" && code === "not_found") this.#wantsPerson.add(caseId);
  }

  /** A case is no longer this visitor's: their token had ended, or it was erased. A new one takes over. */
  #startAnew(caseId: string): void {
    const { place } = this.page.state;
    const isShown = place.at === "case" && place.key === caseId;
    const successor = this.#moveWords(caseId, null);
    if (!isShown) return;
    this.show(successor ? { at: "case", key: successor } : { at: "new" });
    this.#tellAnew();
  }

  #tellAnew(): void {
    this.page.change({ isAnew: true });
    this.page.announce(this.page.state.language.words.startedAnew);
  }

  #moveWords(from: string, target: string | null): string | null {
    const asking = this.#wantsPerson.delete(from) ? this.page.state.language.words.wantsPerson : null;
    return moveWords({ chat: this, pending: this.page.state.pending, from, target, asking });
  }

  openCase(text: string, files: string[] = []): string {
    const reply = this.#asking.use();
    const { tag: locale } = this.page.state.language;
    const more = { ...(reply && { pre_chat: reply }), ...(files.length > 0 && { files }) };
    const id = this.client.open({ store: this.site, text, locale, ...more });
    // What was refused did not go along, and stays in sight.
    this.attaching.move(this.site, id);
    this.#announced.set(id, this.page.state.language.words.sent);
    return id;
  }

  #opened(id: string, caseId: string): void {
    const { place } = this.page.state;
    this.kept.moveDraft(id, caseId);
    this.attaching.move(id, caseId);
    this.#following.watch(caseId);
    const isShown = place.at === "case" && place.key === id;
    if (isShown) this.show({ at: "case", key: caseId });
  }

  #heard(caseId: string, event: EventView): void {
    const { language } = this.page.state;
    if (!isInSight(this.page.state, caseId)) return;
    for (const line of heardLines(event, language.words)) this.page.announce(line);
  }

  #count(): void {
    const { states } = this.#following;
    this.page.change({ unread: unreadOf(states, this.page.state.me, (caseId) => this.kept.seen(caseId)) });
  }
}
