import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { CaseState, CaseSummary, Client, ClientEvents, Clock, Command, Me, Pending, ConnectionState, Watch } from "../client/index.ts";
import { type Person, type Viewer, viewersAfter } from "./company.ts";
import { type Feeds, createFeeds } from "./feeds.ts";
import { follow } from "./follow.ts";
import { LISTS, type ListName } from "./place.ts";
import { type Suggestion, liveSuggestion } from "./suggestion.ts";
import { UNDO, isHeld } from "./waiting.ts";
import { type Worklists, letIn, nothingKnown, swept, told } from "./worklist.ts";

/** The open case, as a page needs it. */
export interface Room {
  id: string;
  state: CaseState;
  summary: CaseSummary | null;
  suggestion: Suggestion | null;
  viewers: readonly Viewer[];
}

/** All that the console's pages know and do: signals to read, verbs to call. It knows no page. */
export interface Desk extends Feeds {
  readonly me: ReadonlySignal<Me | null>;
  readonly connectionState: ReadonlySignal<ConnectionState>;
  readonly lists: ReadonlySignal<Worklists>;
  readonly room: ReadonlySignal<Room | null>;
  /** Every own command that is not in a log yet. */
  readonly pending: ReadonlySignal<readonly Pending[]>;
  readonly people: ReadonlySignal<ReadonlyMap<string, Person>>;
  /** Store names by id, as far as they are known. */
  readonly stores: ReadonlySignal<Readonly<Record<string, string>>>;
  /** The time, in steps that are fine enough for "4 min". */
  readonly now: ReadonlySignal<number>;
  letIn(name: ListName): void;
  /** The pointer is over a list, or over none. */
  point(name: ListName | null): void;
  /** Opens a case, or none. */
  enter(id: string | null): void;
  older(): Promise<void>;
  act(command: Command): void;
  /** Does it after a while in which `takeBack` can stop it. */
  actSoon(command: Command): void;
  /** Stops a held command, or forgets a failed one. False if it was too late. */
  takeBack(id: string): boolean;
  /** Sends a held command at once. */
  sendNow(pending: Pending): void;
  retry: Client["retry"];
  typing: Client["typing"];
  read: Client["read"];
  /** Ends timers and watches. */
  close(): void;
}

const TICK = 15_000;
/** Milliseconds for which a colleague's coming or going counts for more than a look around, which may have been on its way when they came. */
const JUST_TOLD = 15_000;

/** A desk over a client. */
export function createDesk(client: Client, clock: Clock): Desk {
  const lists = signal(nothingKnown);
  const pointed = signal<ListName | null>(null);
  const watching = openCase(client, clock);
  const me = follow(client.me);
  const feeds = createFeeds(client.api, () => me.value?.stores ?? [], clock.now, lists);
  const { now, stop } = ticking(client, clock);
  const hear = ({ summary }: ClientEvents["worklist"]) => {
    lists.value = told(lists.value, summary, { pointed: pointed.value !== null, open: watching.id.value });
  };
  const unhear = client.on("worklist", hear);
  const { people, stores, leave } = meeting(client, clock);
  const rest = onReturn(client, feeds.catchUp);
  const sweep = (name: ListName) => (lists.value = swept(lists.value, name, watching.id.value));
  return {
    ...feeds,
    me,
    connectionState: follow(client.connectionState),
    lists,
    room: roomOf(watching, lists),
    pending: follow(client.pending),
    people,
    stores,
    now,
    letIn: (name) => (lists.value = letIn(lists.value, name)),
    point(name) {
      const left = pointed.value;
      pointed.value = name;
      if (name === null && left !== null) sweep(left);
    },
    enter(id) {
      watching.enter(id);
      if (pointed.value === null) LISTS.forEach(sweep);
    },
    older: () => watching.watch()?.older() ?? Promise.resolve(),
    ...commanding(client),
    close() {
      watching.enter(null);
      for (const end of [stop, unhear, leave, rest]) end();
    },
  };
}

function commanding(client: Client) {
  return {
    act: (command: Command) => void client.submit(command),
    actSoon: (command: Command) => void client.submit(command, UNDO),
    takeBack: (id: string) => client.discard(id),
    sendNow({ id, command }: Pending) {
      if (command.action !== "open" && client.discard(id)) client.submit(command);
    },
    retry: client.retry.bind(client),
    typing: client.typing.bind(client),
    read: client.read.bind(client),
  };
}

/** The time, told again every quarter of a minute, and whenever something held no longer is. */
function ticking(client: Client, clock: Clock) {
  const now = signal(clock.now());
  let cancel = () => {};
  const tick = () => {
    now.value = clock.now();
    const ends = client.pending.get().filter((own) => isHeld(own, now.value)).map(({ at }) => at + UNDO - now.value);
    cancel();
    cancel = clock.after(Math.min(TICK, ...ends), tick);
  };
  tick();
  const unfollow = client.pending.subscribe(tick);
  return { now, stop: () => (unfollow(), cancel()) };
}

/** Who else is here, and what the stores are called. */
function meeting(client: Client, clock: Clock) {
  const people = signal<ReadonlyMap<string, Person>>(new Map());
  const stores = signal<Readonly<Record<string, string>>>({});
  const toldAt = new Map<string, number>();
  const isJustTold = (user: string) => clock.now() - (toldAt.get(user) ?? -Infinity) < JUST_TOLD;
  const meet = ({ user, name, online }: ClientEvents["presence"]) => {
    toldAt.set(user, clock.now());
    people.value = new Map(people.value).set(user, { user, name, isOnline: online });
  };
  const lookAround = (online: ClientEvents["online"]) => {
    const known = new Map(people.value);
    for (const [user, person] of known) if (!isJustTold(user)) known.set(user, { ...person, isOnline: false });
    for (const { user, name } of online) if (!isJustTold(user)) known.set(user, { user, name, isOnline: true });
    people.value = known;
  };
  const learn = (who: Me | null) => {
    for (const store of who?.stores ?? []) {
      client.api.store(store).then(({ name }) => (stores.value = { ...stores.value, [store]: name }), () => undefined);
    }
  };
  const ends = [client.on("presence", meet), client.on("online", lookAround), client.me.subscribe(learn)];
  learn(client.me.get());
  return { people, stores, leave: () => ends.forEach((end) => end()) };
}

/** Calls `back` each time the line is there again after it was not: news may have been missed. */
function onReturn(client: Client, back: () => void): () => void {
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
  let unfollow = () => {};
  const changed = (next: CaseState) => {
    viewers.value = viewersAfter(viewers.value, next, client.me.get()?.user ?? null, clock.now());
    state.value = next;
  };
  const enter = (next: string | null) => {
    if (next === id.value) return;
    unfollow();
    watch?.release();
    watch = next === null ? null : client.watch(next);
    id.value = next;
    viewers.value = [];
    state.value = watch?.state.get() ?? null;
    unfollow = watch?.state.subscribe(changed) ?? (() => {});
  };
  return { id, state, viewers, enter, watch: () => watch };
}

function roomOf({ state, viewers }: ReturnType<typeof openCase>, lists: ReadonlySignal<Worklists>): ReadonlySignal<Room | null> {
  const known = computed(() => (state.value === null ? null : (lists.value.known.get(state.value.case) ?? null)));
  return computed(() => {
    const held = state.value;
    if (held === null) return null;
    return { id: held.case, state: held, summary: known.value, viewers: viewers.value, suggestion: liveSuggestion(held.events) };
  });
}
