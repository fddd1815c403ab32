import {
  browserPlatform,
  createClient,
  visitorTokens,
  type CaseState,
  type Client,
  type EventView,
  type Store,
  type StoreView,
  type Tokens,
  type Watch,
} from "../../client/index.ts";
import type { Kept } from "./kept.ts";
import { nameOf } from "./rows.ts";
import { awaitsPerson, isSpoken } from "./standing.ts";
import type { Page, Place } from "./state.ts";

/** Cases that are followed at the same time; older ones are read when they are opened. */
const FOLLOWED = 10;
/** How long the service may be out of reach until the visitor is told, in milliseconds. */
const PATIENCE = 2_000;

/** How long an opening of an earlier page may take to turn up, in milliseconds. */
const GHOST_LASTS = 1_500;

/** Joins the client to the page: what happens in the cases becomes state, what the visitor does becomes commands. */
export class Chat {
  readonly client: Client;
  readonly #watches = new Map<string, Watch>();
  readonly #undo: (() => void)[] = [];
  /** The cases in which a person is asked for. */
  readonly #awaiting = new Set<string>();
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly site: string,
    private readonly page: Page,
    private readonly kept: Kept,
    storage: Store,
    tokens?: Tokens,
  ) {
    const platform = { ...browserPlatform(), storage };
    this.client = createClient(platform, tokens ?? visitorTokens(platform, site));
  }

  start(): void {
    const { client } = this;
    this.#undo.push(
      client.connectionState.subscribe(() => this.#reached()),
      client.me.subscribe((me) => {
        this.page.change({ me: me?.user ?? null });
        void this.#load();
      }),
      client.cases.subscribe((cases) => {
        this.page.change({ cases });
        this.#follow();
      }),
      client.pending.subscribe((pending) => this.page.change({ pending })),
      client.on("opened", ({ id, case: caseId }) => this.#opened(id, caseId)),
      client.on("failed", ({ id, command }) => {
        // Without words there is nothing to keep: the case had changed before the button did.
        if (command.action !== "open" && command.action !== "send") client.discard(id);
      }),
      client.on("event", ({ case: caseId, event }) => this.#heard(caseId, event)),
    );
    client.start();
    this.#reached();
  }

  stop(): void {
    clearTimeout(this.#patience);
    for (const undo of this.#undo) undo();
    this.client.stop();
  }

  /** Goes to a conversation, and follows it from then on. */
  show(place: Place): void {
    this.kept.place = place;
    const watch = place.at === "case" && isCaseId(place.key) ? this.#watch(place.key) : null;
    this.page.change({ place, thread: watch?.state.get() ?? null });
    this.look();
  }

  send(text: string): void {
    const { place, language } = this.page.state;
    if (place.at === "case") return void this.client.submit({ action: "send", case: place.key, text });
    const id = this.client.open({ store: this.site, text, locale: language.tag });
    this.show({ at: "case", key: id });
  }

  /** Asks for a person, in the conversation in view or in a new one. */
  talkToPerson(): void {
    if (this.page.state.place.at !== "case") this.send(this.page.state.language.words.wantsPerson);
    const { place } = this.page.state;
    if (place.at === "case") this.client.submit({ action: "escalate", case: place.key });
  }

  /** Says whether the assistant's newest answer helped. "No" calls a person. */
  judge(of: number, yes: boolean): void {
    const { thread, language } = this.page.state;
    if (!thread) return;
    this.client.submit({ action: "helped", case: thread.case, of, yes });
    this.page.change({ announcement: yes ? language.words.glad : language.words.called });
  }

  async older(): Promise<void> {
    const { thread } = this.page.state;
    if (thread)
      await this.#watch(thread.case)
        .older()
        .catch(() => undefined);
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
    void this.#learn();
    await this.client.refresh().catch(() => undefined);
    this.#follow();
    if (this.page.state.isListed) return;
    this.page.change({ isListed: true });
    this.show(this.#start());
    setTimeout(() => this.#leaveGhost(), GHOST_LASTS);
  }

  /** What the store says of itself now: whether people are there changes with the hour. */
  async #learn(): Promise<void> {
    const store = await this.client.api.store(this.site).catch(() => null);
    if (store) this.kept.store = store;
    this.page.change({ store: store ?? this.page.state.store ?? silent(this.site) });
  }

  /** An opening that was acknowledged as the page before this one went: it is a case now, and in the list. */
  #leaveGhost(): void {
    const { place, pending, cases } = this.page.state;
    const isGhost = place.at === "case" && !isCaseId(place.key) && !pending.some(({ id }) => id === place.key);
    if (isGhost) this.show(cases[0] ? { at: "case", key: cases[0].case } : { at: "new" });
  }

  /** Where the visitor was; else in the newest open case; else at a new one. */
  #start(): Place {
    const { place, cases } = this.page.state;
    if (place.at !== "new") return place;
    const open = cases.find(({ status }) => status !== "resolved");
    return (
      this.kept.place ?? (open ? { at: "case", key: open.case } : cases.length > 0 ? { at: "list" } : { at: "new" })
    );
  }

  #follow(): void {
    for (const { case: caseId } of this.page.state.cases.slice(0, FOLLOWED)) this.#watch(caseId);
  }

  #watch(caseId: string): Watch {
    const known = this.#watches.get(caseId);
    if (known) return known;
    const watch = this.client.watch(caseId);
    this.#watches.set(caseId, watch);
    this.#undo.push(watch.state.subscribe((thread) => this.#changed(thread)));
    return watch;
  }

  #changed(thread: CaseState): void {
    const { place } = this.page.state;
    const isAwaiting = awaitsPerson(thread);
    if (isAwaiting && !this.#awaiting.has(thread.case)) void this.#learn();
    if (isAwaiting) this.#awaiting.add(thread.case);
    else this.#awaiting.delete(thread.case);
    if (place.at === "case" && place.key === thread.case) this.page.change({ thread });
    this.look();
  }

  #opened(id: string, caseId: string): void {
    const { place } = this.page.state;
    const draft = this.kept.draft(id);
    this.kept.setDraft(caseId, draft);
    this.kept.setDraft(id, "");
    this.#watch(caseId);
    const isShown = place.at === "case" && place.key === id;
    if (isShown) this.show({ at: "case", key: caseId });
  }

  #heard(caseId: string, event: EventView): void {
    const { place, language, isOpen } = this.page.state;
    const isHere = isOpen && place.at === "case" && place.key === caseId;
    if (!isHere || !isSpoken(event) || event.body.text === null) return;
    this.page.change({ announcement: language.words.heard(nameOf(event, language.words), event.body.text) });
  }

  #count(): void {
    const unread: Record<string, number> = {};
    for (const [caseId, { state }] of this.#watches) {
      const { events, reads } = state.get();
      // On another device it may have been read further.
      const seen = Math.max(this.kept.seen(caseId), reads[this.page.state.me ?? ""] ?? 0);
      unread[caseId] = events.filter(
        (event) => event.seq > seen && isSpoken(event) && event.author.role !== "customer",
      ).length;
    }
    this.page.change({ unread });
  }

  #reached(): void {
    const connectionState = this.client.connectionState.get();
    const isWell = connectionState === "live" || connectionState === "polling" || connectionState === "idle";
    this.page.change(isWell ? { connectionState, isCutOff: false } : { connectionState });
    if (isWell) clearTimeout(this.#patience);
    this.#patience = isWell
      ? undefined
      : (this.#patience ?? setTimeout(() => this.page.change({ isCutOff: true }), PATIENCE));
  }
}

/** A case's id, and not the id of an opening that waits to become one. */
function isCaseId(key: string): boolean {
  return /^[0-9a-z]{26}$/.test(key);
}

/** A store that could not be asked promises nothing. */
function silent(id: string): StoreView {
  return { id, name: "", greeting: null, assistant: false, open: null, opens_at: null };
}
