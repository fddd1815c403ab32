import { render } from "preact";
import { isComposing } from "../../client/composition.ts";
import { loadConfig } from "../../client/config.ts";
import type { ToFrame } from "../protocol.ts";
import type { Actions } from "./actions.ts";
import { Bridge } from "./bridge.ts";
import type { Chat } from "./chat.ts";
import type { CustomerTokens, ShopCustomer } from "./identified.ts";
import { Kept } from "./kept.ts";
import { learnStore } from "./learn_store.ts";
import { App } from "./parts/app.tsx";
import { fill, type } from "./parts/composer.tsx";
import { Page, START, type State } from "./state.ts";
import { canKeep, frameStore } from "./storage.ts";
import { adoptStyles } from "./styles/adopt.ts";
import css from "./styles/app.css?inline";
import { applyLanguage, applyTheme } from "./theme.ts";

/** How often a frame of which half is missing starts anew while nobody writes, in milliseconds. */
const RELOAD_EVERY = 15_000;
/** Signing out waits so long for the service, in milliseconds. */
const PATIENCE = 2_000;

adoptStyles(css);

const site = new URLSearchParams(location.search).get("site") ?? "demo";
const page = new Page(draw);
const bridge = new Bridge(received, connected);
const storage = frameStore((content) => bridge.say({ type: "keep", kept: content }));
const kept = new Kept(storage, site);
/** On its way since the page's first lines: whatever is asked of the service waits for it. */
const config = loadConfig({ origin: location.origin, fetch: (url, init) => fetch(url, init), storage });
// A frame that nobody opens needs none: whoever does waits for it and handles its absence.
config.catch(() => undefined);

/** The live half, loaded beside the page: the visitor can write before it is there. */
let chat: Promise<Chat> | null = null;
/** Whose chat it was until now is over. Nobody else's begins before. */
let leaving = Promise.resolve();

/** Whom the shop's page has named. */
let shop: ShopCustomer | null = null;

function live(): Promise<Chat> {
  chat ??= start().catch((error: unknown) => {
    chat = null;
    broken();
    throw error;
  });
  return chat;
}

let reloading: ReturnType<typeof setInterval> | null = null;

/** Half of the code did not come. No browser asks again for a module that failed: the frame starts anew. */
function broken(): void {
  actions.lack();
  addEventListener("online", actions.reload);
  const mayReload = (): boolean => navigator.onLine && document.activeElement?.id !== "message";
  if (reloading === null) reloading = setInterval(() => mayReload() && actions.reload(), RELOAD_EVERY);
}

async function start(): Promise<Chat> {
  // As it is now: whoever comes meanwhile has a chat of their own.
  const [before, customer] = [leaving, shop];
  const learned = learnStore(site, page, kept, config);
  const live = await import("./live.ts");
  await before;
  const tokens = customer && (await identified(customer));
  const started = new live.Chat({ site, page, kept, storage, config, learned }, tokens ?? undefined);
  page.change({ live });
  started.client.on("signedOut", () => void chat?.then((now) => now === started && signedOut()));
  started.start();
  return started;
}

/** The tokens of the shop's customer. What is kept is theirs from here on, the draft in the composer with it. */
async function identified(customer: ShopCustomer): Promise<CustomerTokens> {
  const { customerOf, hand, identified } = await import("./identified.ts");
  if (customer === shop) {
    hand(kept, site, customerOf(customer.last));
    page.change({ place: { ...page.state.place } });
  }
  return identified(customer, () => customer === shop && bridge.say({ type: "token" }));
}

/** The service takes nobody for this visitor any more. The shop's page is asked again by the loader; an unknown visitor starts anew. */
function signedOut(): void {
  page.change(shop ? { isSignedOut: true } : { isCutOff: true });
  const ended = chat;
  if (!shop) setTimeout(() => chat === ended && leave(false), RELOAD_EVERY);
}

/** The case is about to open again: its button goes away, and the focus goes to the composer when that is there. */
let awaitsComposer = false;

function draw(state: State): void {
  render(<App state={state} actions={actions} />, document.body);
  if (awaitsComposer && document.getElementById("message") && document.activeElement === document.body) {
    awaitsComposer = false;
    focus();
  }
  tellLoader(state);
  paint(state);
}

let painted: string | null = null;

/** The store's colour, as soon as that is known; the button on the shop's page takes it as well. */
function paint({ store }: State): void {
  const accent = store?.appearance?.accent ?? null;
  if (accent === painted) return;
  painted = accent;
  applyTheme(page, {});
  if (accent !== null) bridge.say({ type: "accent", accent });
}

const told = { n: 0, isActive: false };

function tellLoader({ unread, cases, pending, isListed }: State): void {
  const n = Object.values(unread).reduce((sum, some) => sum + some, 0);
  const isActive = pending.length > 0 || cases.some(({ status }) => status !== "resolved");
  if (n !== told.n) bridge.say({ type: "unread", n });
  if (isListed && isActive !== told.isActive) bridge.say({ type: "active", isActive });
  Object.assign(told, { n, isActive: isListed ? isActive : told.isActive });
}

const actions: Actions = {
  close() {
    page.change({ isOpen: false });
    bridge.say({ type: "close" });
  },
  lack: () => page.change({ isBroken: true }),
  reload() {
    if (bridge.isConnected) return bridge.say({ type: "reload" });
    // Alone, what is there stays until the site answers: the browser's error page would offer no way back to it.
    void fetch(location.href, { cache: "no-store" }).then(
      ({ ok }) => ok && location.reload(),
      () => undefined,
    );
  },
  go(place) {
    if (place.at === "case") void live().then((started) => started.show(place));
    kept.place = place;
    page.change({ place, thread: null, isAnew: false });
    page.flush();
    focus();
  },
  send: (text) =>
    void live()
      .then((started) => started.send(text))
      .catch(() => fill(text)),
  draft: () => kept.draft(draftKey()),
  setDraft: (text) => kept.setDraft(draftKey(), text),
  typing: (isTyping) => withCase((started, id) => started.client.typing(id, isTyping)),
  talkToPerson() {
    // The button goes away: the next thing to do is to write.
    focus();
    void live().then((started) => started.talkToPerson());
  },
  judge(of, yes) {
    focus();
    withCase((started) => started.judge(of, yes));
  },
  reopen(text) {
    withCase((started) => started.reopen(text));
    awaitsComposer = true;
  },
  rate: (caseId, score, comment) => void live().then((started) => started.rate(caseId, score, comment)),
  retry: (id) => void live().then((started) => started.retry(id)),
  discard: (id) => void live().then((started) => started.client.discard(id)),
  log: live,
};

function withCase(act: (started: Chat, id: string) => void): void {
  const { thread } = page.state;
  if (thread) void live().then((started) => act(started, thread.case));
}

function draftKey(): string {
  const { place } = page.state;
  return place.at === "case" ? place.key : site;
}

function focus(): void {
  document.querySelector<HTMLElement>("#message, .cases button, .asked :is(input, select, textarea)")?.focus();
}

function received(message: ToFrame): void {
  switch (message.type) {
    case "open":
      page.change({ isOpen: true });
      page.flush();
      if (message.focuses) {
        focus();
        // A frame that is not drawn yet takes no focus for what is in it, only for itself, a moment later.
        if (document.activeElement === document.body) addEventListener("focus", focus, { once: true });
        bridge.say({ type: "focus" });
      }
      return void live().then(
        (started) => started.look(),
        () => undefined,
      );
    case "key":
      return type(message.key);
    case "close":
      return page.change({ isOpen: false });
    case "set":
      return applyTheme(page, message.appearance);
    case "identify":
      // One after the other: what tells customers apart may still be on its way.
      return void (identifying = identifying.then(() => identify(message.token)).catch(broken));
    case "logout":
      return leave(true);
  }
}

let identifying: Promise<void> = Promise.resolve();

/** The shop knows its customer: from here on this is their chat, on every device. */
async function identify(token: string | null): Promise<void> {
  if (token === null) return give(null);
  const other = { token, last: token, awaiting: [] };
  if (shop === null) return leave(false, other);
  if (token !== shop.last) {
    const before = shop;
    const { customerOf } = await import("./identified.ts");
    if (shop !== before) return identify(token);
    // Somebody else, and nobody has said goodbye: nothing of the one before is theirs to see.
    if (customerOf(token) !== customerOf(before.last)) return leave(true, other);
  }
  give(token);
  if (page.state.isSignedOut) leave(false);
}

/** Hands the customer's next token to whoever waits for it. */
function give(token: string | null): void {
  if (!shop) return;
  shop.token = token;
  shop.last = token ?? shop.last;
  for (const resolve of shop.awaiting.splice(0)) resolve(token);
}

/** Ends whoever's chat this is, for whoever is `next`. `forgets` also empties what this browser keeps. */
function leave(forgets: boolean, next: ShopCustomer | null = forgets ? null : shop): void {
  const running = chat;
  chat = null;
  shop = next;
  // At once, however slow the service is. The visitor's own token is still needed to sign them out.
  if (forgets) kept.leave();
  blank();
  leaving = leaving.then(() => end(running, forgets));
  if (running || page.state.isOpen) void live().catch(() => undefined);
}

/** The page as it is for somebody of whom nothing is known. */
function blank(): void {
  const { isOpen, language: spoken, live: half, store } = page.state;
  page.change({ ...START, place: { at: "new" }, isOpen, language: spoken, live: half, store });
}

async function end(running: Promise<Chat> | null, forgets: boolean): Promise<void> {
  const ended = await running?.catch(() => null);
  ended?.stop();
  // What it may have shown since.
  if (ended) blank();
  if (!forgets) return;
  // Whoever finds what this browser kept must not be able to go on; without a network the token has to end by itself.
  const signedOut = ended?.client.api.signOut().catch(() => undefined);
  if (signedOut) await Promise.race([signedOut, new Promise((late) => setTimeout(late, PATIENCE))]);
  const begun = kept.draft(site);
  kept.clear();
  kept.setDraft(site, begun);
}

document.addEventListener("visibilitychange", () => void chat?.then((started) => started.look()));
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isComposing(event)) return;
  if (event.key === "Escape") return actions.close();
  // Not every browser lets a frame take the focus untouched: the first key may, and goes where it is meant to.
  const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isText && document.activeElement === document.body) focus();
});

/** The loader is there. What it has kept comes before anything that might want it. */
function connected(content: unknown): void {
  storage.restore(content);
  // A new place for the composer: it reads its draft again.
  if (!canKeep) page.change({ place: { ...page.state.place } });
  begin();
}

/** Nobody has asked for anything yet: the code may come, a connection is worth it only where something is going on. */
function begin(): void {
  // Nobody knows yet whether anything may be kept, unless it was known before.
  if (!page.state.store) storage.hold(kept.store === null);
  // Where the visitor was, before they type: a draft belongs to its conversation.
  page.change({ store: kept.store, place: kept.place ?? page.state.place });
  if (isAlone || kept.hasCases) void live().catch(() => undefined);
  else void import("./live.ts").catch(() => undefined);
}

const isAlone = parent === window;
if (isAlone) page.change({ isOpen: true });
page.flush();
bridge.open();
// The shop's page says its own language first.
if (isAlone) void applyLanguage(page);
if (isAlone || canKeep) begin();
