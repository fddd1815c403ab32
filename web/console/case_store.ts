import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type {
  CaseState,
  CaseSummary,
  Client,
  ClientEvents,
  Clock,
  FileRules,
  Me,
  Pending,
  ConnectionState,
  Watch,
} from "../client/index.ts";
import type { FollowUps } from "./canned/follow_ups.ts";
import { type CaseCommands, createCaseCommands } from "./case_commands.ts";
import { type Person, type Viewer, viewersAfter } from "./presence.ts";
import { type CountKeeper, createCountKeeper } from "./case_counts.ts";
import { type ListLoader, createListLoader } from "./list_loader.ts";
import { toSignal } from "./to_signal.ts";
import { LISTS, type ListName } from "./location.ts";
import { createRest } from "./rest.ts";
import { type Suggestion, liveSuggestion } from "./suggestion.ts";
import type { Moved } from "./notices/news.ts";
import { isHeld } from "./pending_commands.ts";
import { type Worklists, admit, joinedList, nothingKnown, notified, pruned, resized } from "./worklist.ts";

/** The open case, as a page needs it. */
export interface ActiveCase {
  id: string;
  state: CaseState;
  summary: CaseSummary | null;
  suggestion: Suggestion | null;
  viewers: readonly Viewer[];
}

/** A case that a list shows now and did not before. */
export interface Joined {
  list: ListName;
  summary: CaseSummary;
}

/** All that the console's pages know and do: signals to read, verbs to call. It knows no page. */
export interface CaseStore extends ListLoader, CaseCommands {
  readonly counts: CountKeeper["counts"];
  readonly me: ReadonlySignal<Me | null>;
  readonly connectionState: ReadonlySignal<ConnectionState>;
  readonly lists: ReadonlySignal<Worklists>;
  readonly active: ReadonlySignal<ActiveCase | null>;
  /** Every own command that is not in a log yet. */
  readonly pending: ReadonlySignal<readonly Pending[]>;
  readonly people: ReadonlySignal<ReadonlyMap<string, Person>>;
  /** Store names by id, as far as they are known. */
  readonly stores: ReadonlySignal<Readonly<Record<string, string>>>;
  /** What files each store takes; a store that takes none is not named. */
  readonly fileRules: ReadonlySignal<Readonly<Record<string, FileRules>>>;
  /** The case that moved last, by a push. */
  readonly moved: ReadonlySignal<Moved | null>;
  /** The note that has called the person last, by a push. */
  readonly mentioned: ReadonlySignal<ClientEvents["mentioned"] | null>;
  /** The case that a list showed by itself last, and which list that was. */
  readonly joined: ReadonlySignal<Joined | null>;
  /** The time, in steps that are fine enough for "4 min". */
  readonly now: ReadonlySignal<number>;
  admit(name: ListName): void;
  /** The pointer is over a list, or over none. */
  setPointedList(name: ListName | null): void;
  /** Opens a case, or none. */
  open(id: string | null): void;
  loadOlder(): Promise<void>;
  /** Ends timers and watches. */
  close(): void;
}

const TICK = 15_000;
/** How often the time is told while a command is held, in milliseconds: its seconds are counted down. */
const COUNTDOWN = 1_000;
/** Milliseconds for which a colleague's coming or going counts for more than a look around, which may have been on its way when they came. */
const PRESENCE_PRECEDENCE = 15_000;

/** Creates the store over a client. `undoPeriod` says for how long a command is held, in milliseconds. */
export function createCaseStore(
  client: Client,
  clock: Clock,
  undoPeriod: () => number,
  followUps: FollowUps,
): CaseStore {
  const rest = createRest(client.api);
  const lists = signal(nothingKnown);
  const pointed = signal<ListName | null>(null);
  const watching = openCase(client, clock);
  const me = toSignal(client.me);
  const listLoader = createListLoader(client.api, () => me.value?.stores ?? [], clock.now, lists);
  const { now, stop } = createTicker(client, clock);
  const counting = createCountKeeper(rest, clock, () => me.value?.stores ?? []);
  const moved = signal<Moved | null>(null);
  const joined = signal<Joined | null>(null);
  const mentioned = signal<ClientEvents["mentioned"] | null>(null);
  const unsubscribeMentioned = client.on("mentioned", (frame) => (mentioned.value = frame));
  const onWorklist = ({ summary, more = [] }: ClientEvents["worklist"]) => [summary, ...more].forEach(onMoved);
  const onMoved = (summary: CaseSummary) => {
    moved.value = { before: lists.value.known.get(summary.case), now: summary };
    counting.recount(resized(lists.value, summary));
    const before = lists.value;
    lists.value = notified(before, summary, { pointed: pointed.value !== null, open: watching.id.value });
    const list = joinedList(before, lists.value, summary.case);
    if (list !== null) joined.value = { list, summary };
  };
  const unsubscribeWorklist = client.on("worklist", onWorklist);
  const { people, stores, fileRules, leave } = trackPresence(client, clock);
  const countAll = () => counting.recount(LISTS);
  const unsubscribeMe = me.subscribe((who) => who !== null && countAll());
  const unsubscribeReconnect = onReconnect(client, () => {
    listLoader.refresh();
    countAll();
  });
  const prune = (name: ListName) => (lists.value = pruned(lists.value, name, watching.id.value));
  return {
    ...listLoader,
    counts: counting.counts,
    me,
    connectionState: toSignal(client.connectionState),
    lists,
    active: activeCaseOf(watching, lists),
    pending: toSignal(client.pending),
    people,
    stores,
    fileRules,
    moved,
    mentioned,
    joined,
    now,
    admit: (name) => (lists.value = admit(lists.value, name)),
    setPointedList(name) {
      const left = pointed.value;
      pointed.value = name;
      if (name === null && left !== null) prune(left);
    },
    open(id) {
      watching.open(id);
      if (pointed.value === null) LISTS.forEach(prune);
    },
    loadOlder: () => watching.watch()?.older() ?? Promise.resolve(),
    ...createCaseCommands(client, undoPeriod, followUps),
    close() {
      watching.open(null);
      for (const end of [
        stop,
        unsubscribeWorklist,
        unsubscribeMentioned,
        leave,
        unsubscribeMe,
        unsubscribeReconnect,
        counting.close,
        followUps.close,
      ])
        end();
    },
  };
}

/** The time, told again every quarter of a minute, and whenever something held no longer is. */
function createTicker(client: Client, clock: Clock) {
  const now = signal(clock.now());
  let cancel = () => {};
  const tick = () => {
    now.value = clock.now();
    const ends = client.pending
      .get()
      .filter((own) => isHeld(own, now.value))
      .map(({ heldUntil }) => Math.min(COUNTDOWN, heldUntil - now.value));
    cancel();
    cancel = clock.after(Math.min(TICK, ...ends), tick);
  };
  tick();
  const unsubscribe = client.pending.subscribe(tick);
  return {
    now,
    stop: () => {
      unsubscribe();
      cancel();
    },
  };
}

/** Who else is here, and what the stores are called. */
function trackPresence(client: Client, clock: Clock) {
  const people = signal<ReadonlyMap<string, Person>>(new Map());
  const stores = signal<Readonly<Record<string, string>>>({});
  const fileRules = signal<Readonly<Record<string, FileRules>>>({});
  const notifiedAt = new Map<string, number>();
  const isJustNotified = (user: string) => clock.now() - (notifiedAt.get(user) ?? -Infinity) < PRESENCE_PRECEDENCE;
  const onPresence = ({ user, name, online }: ClientEvents["presence"]) => {
    notifiedAt.set(user, clock.now());
    people.value = new Map(people.value).set(user, { user, name, isOnline: online });
  };
  const onOnline = (online: ClientEvents["online"]) => {
    const known = new Map(people.value);
    for (const [user, person] of known) if (!isJustNotified(user)) known.set(user, { ...person, isOnline: false });
    for (const { user, name } of online) if (!isJustNotified(user)) known.set(user, { user, name, isOnline: true });
    people.value = known;
  };
  const learn = (who: Me | null) => {
    for (const store of who?.stores ?? []) {
      client.api.store(store).then(
        ({ name, files }) => {
          stores.value = { ...stores.value, [store]: name };
          if (files) fileRules.value = { ...fileRules.value, [store]: files };
        },
        () => undefined,
      );
    }
  };
  const ends = [client.on("presence", onPresence), client.on("online", onOnline), client.me.subscribe(learn)];
  learn(client.me.get());
  return { people, stores, fileRules, leave: () => ends.forEach((end) => end()) };
}

/** Calls `back` each time the line is there again after it was not: news may have been missed. */
function onReconnect(client: Client, back: () => void): () => void {
  let wasLive = client.connectionState.get() === "live";
  return client.connectionState.subscribe((connectionState) => {
    if (connectionState === "live" && wasLive) back();
    wasLive ||= connectionState === "live";
  });
}

/** The one case that is watched, as signals. */
function openCase(client: Client, clock: Clock) {
  const id = signal<string | null>(null);
  const state = signal<CaseState | null>(null);
  const viewers = signal<readonly Viewer[]>([]);
  let watch: Watch | null = null;
  let unsubscribe = () => {};
  const changed = (next: CaseState) => {
    viewers.value = viewersAfter(viewers.value, next, client.me.get()?.user ?? null, clock.now());
    state.value = next;
  };
  const open = (next: string | null) => {
    if (next === id.value) return;
    unsubscribe();
    watch?.release();
    watch = next === null ? null : client.watch(next);
    id.value = next;
    viewers.value = [];
    state.value = watch?.state.get() ?? null;
    unsubscribe = watch?.state.subscribe(changed) ?? (() => {});
  };
  return { id, state, viewers, open, watch: () => watch };
}

function activeCaseOf(
  { state, viewers }: ReturnType<typeof openCase>,
  lists: ReadonlySignal<Worklists>,
): ReadonlySignal<ActiveCase | null> {
  const known = computed(() => (state.value === null ? null : (lists.value.known.get(state.value.case) ?? null)));
  return computed(() => {
    const held = state.value;
    if (held === null) return null;
    return {
      id: held.case,
      state: held,
      summary: known.value,
      viewers: viewers.value,
      suggestion: liveSuggestion(held.events),
    };
  });
}
