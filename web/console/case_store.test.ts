import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CaseState,
  type CaseSummary,
  type Client,
  type ClientEvents,
  type Command,
  type Me,
  type Pending,
  type ConnectionState,
  cell,
} from "../client/index.ts";
import { exampleSummary as summary } from "../testing/examples.ts";
import { memoryStore } from "../client/memory.ts";
import { createFollowUps } from "./canned/follow_ups.ts";
import { createCaseStore } from "./case_store.ts";

const MAYA: Me = { user: "a_maya", role: "agent", name: "Maya", stores: ["demo"], expires: 0 };
const blank: CaseState = {
  case: "",
  events: [],
  pending: [],
  view: null,
  head: 0,
  hasOlder: false,
  isSynced: true,
  isMissing: false,
  typing: [],
  reads: {},
  lookedAt: {},
};

/** A client that does nothing but tell what it was asked, and a clock that stands until time is said to pass. */
function setUp(waiting: CaseSummary[] = []) {
  const listeners = new Map<string, (event: never) => void>();
  const submitted: { command: Command; hold: number | undefined }[] = [];
  const states = new Map<string, ReturnType<typeof cell<CaseState>>>();
  const watched = new Set<string>();
  const connectionState = cell<ConnectionState>("live");
  let asked = 0;
  let now = 1_000_000;
  const client = {
    me: cell<Me | null>(MAYA),
    connectionState,
    pending: cell<readonly Pending[]>([]),
    api: {
      store: async (id: string) => ({ id, name: "Kiln & Clover" }),
      worklist: async () => {
        asked += 1;
        return { cases: waiting, next: null };
      },
    },
    watch(id: string) {
      const state = states.get(id) ?? cell<CaseState>({ ...blank, case: id });
      states.set(id, state);
      watched.add(id);
      return { state, older: async () => {}, release: () => void watched.delete(id) };
    },
    submit: (command: Command, hold?: number) => {
      submitted.push({ command, hold });
      return "id";
    },
    discard: () => true,
    retry: () => {},
    typing: () => {},
    read: () => {},
    on: (name: string, listener: (event: never) => void) => {
      listeners.set(name, listener);
      return () => void listeners.delete(name);
    },
  } as unknown as Client;
  const followUps = createFollowUps(client, memoryStore(), "maya", () => {});
  const caseStore = createCaseStore(client, { now: () => now, after: () => () => {} }, () => 5_000, followUps);
  const tell = <K extends keyof ClientEvents>(name: K, event: ClientEvents[K]) => listeners.get(name)?.(event as never);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 1));
  const pass = (time: number) => void (now += time);
  return { caseStore, tell, states, watched, submitted, connectionState, settle, asked: () => asked, listeners, pass };
}

const news = (id: string, more: Partial<CaseSummary>) => ({
  action: "worklist" as const,
  store: "demo",
  summary: summary(id, { seq: 2, ...more }),
});

test("a case is listened to only while it is open", () => {
  const { caseStore, watched } = setUp();
  caseStore.open("one");
  caseStore.open("two");
  assert.deepEqual([...watched], ["two"]);
  assert.equal(caseStore.active.value?.id, "two");
  caseStore.open(null);
  assert.deepEqual([...watched], []);
  assert.equal(caseStore.active.value, null);
});

test("who comes or goes while a look around is on its way is where they were last seen to be", () => {
  const { caseStore, tell, pass } = setUp();
  const [kim, lee] = ["a_kim", "a_lee"].map((user) => ({ store: "demo", user, name: user }));
  const isThere = () => [kim, lee].map((who) => caseStore.people.value.get(who!.user)?.isOnline);
  tell("online", [lee!]);
  tell("presence", { action: "presence", ...kim!, online: true });
  tell("presence", { action: "presence", ...lee!, online: false });
  tell("online", [lee!]);
  assert.deepEqual(isThere(), [true, false]);
  pass(60_000);
  tell("online", [lee!]);
  assert.deepEqual(isThere(), [false, true], "the next look around counts again");
});

test("a row leaves when the pointer does", async () => {
  const { caseStore, tell, settle } = setUp([summary("one"), summary("two")]);
  caseStore.load("waiting");
  await settle();
  caseStore.setPointedList("waiting");
  tell("worklist", news("one", { status: "open", waiting_since: null }));
  assert.deepEqual(caseStore.lists.value.waiting.shown, ["one", "two"]);
  caseStore.setPointedList(null);
  assert.deepEqual(caseStore.lists.value.waiting.shown, ["two"]);
});

test("several cases of one frame move as one after the other would", async () => {
  const { caseStore, tell, settle } = setUp([summary("one"), summary("two"), summary("three")]);
  caseStore.load("waiting");
  await settle();
  const more = [summary("three", { seq: 2, status: "open" })];
  tell("worklist", { ...news("one", { status: "open", waiting_since: null }), more });
  assert.deepEqual(caseStore.lists.value.waiting.shown, ["two"]);
  assert.equal(caseStore.moved.value?.now.case, "three");
});

test("the open case's row leaves when another is opened", async () => {
  const { caseStore, tell, settle } = setUp([summary("one"), summary("two")]);
  caseStore.load("waiting");
  await settle();
  caseStore.open("one");
  tell("worklist", news("one", { status: "resolved", waiting_since: null }));
  assert.deepEqual(caseStore.lists.value.waiting.shown, ["one", "two"]);
  caseStore.open("two");
  assert.deepEqual(caseStore.lists.value.waiting.shown, ["two"]);
});

test("what can be undone is held; sending now takes it out of the hold", () => {
  const { caseStore, submitted } = setUp();
  const command: Command = { action: "send", case: "one", text: "Hello", answers: 1 };
  caseStore.submitHeld(command);
  caseStore.sendNow({ id: "id", case: "one", command, at: 0, state: "held", code: null, heldUntil: 0 });
  caseStore.submit({ action: "note", case: "one", text: "Note" });
  assert.deepEqual(
    submitted.map(({ hold }) => hold),
    [5_000, undefined, undefined],
  );
});

test("a colleague who looks at the case is seen, be it since before we came; one who looked long ago is not", () => {
  const { caseStore, states } = setUp();
  caseStore.open("one");
  const state = states.get("one")!;
  const viewers = () => caseStore.active.value?.viewers.map(({ user }) => user);
  const now = caseStore.now.value;
  state.set({ ...state.get(), lookedAt: { a_jon: now - 600_000 } });
  assert.deepEqual(viewers(), []);
  state.set({ ...state.get(), lookedAt: { a_maya: now, v_1: now, a_jon: now } });
  assert.deepEqual(viewers(), ["a_jon"]);
  caseStore.open("two");
  assert.deepEqual(viewers(), []);
});

test("lists are read again when the line is back", async () => {
  const { caseStore, connectionState, settle, asked } = setUp([summary("one")]);
  caseStore.load("waiting");
  await settle();
  connectionState.set("offline");
  connectionState.set("live");
  await settle();
  assert.equal(asked(), 2);
});

test("a closed case store receives nothing", () => {
  const { caseStore, listeners, watched } = setUp();
  caseStore.open("one");
  caseStore.close();
  assert.deepEqual([...listeners.keys(), ...watched], []);
});
