import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_FAULTS } from "../testing/faults.ts";
import { shown, World } from "./testing/world.ts";

test("a push that was lost is found by the next one, or by the heartbeat", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  await world.clock.advance(3_000);
  const deaf = [...world.server.connections].find(({ person }) => person.role === "customer");
  deaf?.cases.clear();
  agent.client.submit({ action: "send", case: caseId, text: "missed", anyway: true });
  await world.clock.advance(3_000);
  assert.deepEqual(shown(tab, caseId), ["hello"]);
  await world.clock.advance(240_000);
  assert.deepEqual(shown(tab, caseId), ["hello", "missed"]);
  deaf?.cases.clear();
  agent.client.submit({ action: "send", case: caseId, text: "also missed", anyway: true });
  await world.clock.advance(100);
  deaf?.cases.add(caseId);
  agent.client.submit({ action: "send", case: caseId, text: "heard", anyway: true });
  await world.clock.advance(1_000);
  assert.deepEqual(shown(tab, caseId), ["hello", "missed", "also missed", "heard"]);
});

test("a case is read once more two seconds after subscribing", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  await world.clock.advance(100);
  agent.client.watch(caseId);
  await world.clock.advance(50);
  // Someone who had read the listeners before this one was among them.
  [...world.server.connections].find(({ person }) => person.role === "agent")?.cases.clear();
  tab.client.submit({ action: "send", case: caseId, text: "in between" });
  await world.clock.advance(1_000);
  assert.deepEqual(shown(agent, caseId), ["hello"]);
  await world.clock.advance(1_500);
  assert.deepEqual(shown(agent, caseId), ["hello", "in between"]);
});

test("a client that is far behind catches up page by page, and its command is written once", async () => {
  const world = new World(1, 5);
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  tab.goOnline(false);
  for (let n = 0; n < 40; n++) agent.client.submit({ action: "send", case: caseId, text: `${n}`, anyway: true });
  await world.clock.advance(20_000);
  tab.client.submit({ action: "send", case: caseId, text: "back" });
  tab.goOnline(true);
  await world.clock.advance(20_000);
  assert.equal(world.texts(caseId).length, 42);
  assert.deepEqual(shown(tab, caseId), world.texts(caseId));
});

test("a refusal for good reaches the page with the text stored, and can be tried again under the same id", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const stored = world.server.cases.get(caseId);
  world.server.cases.delete(caseId);
  let refused = "";
  tab.client.on("failed", ({ code }) => (refused = code ?? ""));
  const id = tab.client.submit({ action: "send", case: caseId, text: "precious" });
  await world.clock.advance(1_000);
  const [pending] = tab.client.pending.get();
  assert.deepEqual(
    [refused, pending?.state, pending?.command],
    ["not_found", "failed", { action: "send", case: caseId, text: "precious" }],
  );
  if (stored) world.server.cases.set(caseId, stored);
  tab.client.retry(id);
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId), ["hello", "precious"]);
  assert.deepEqual(tab.client.pending.get(), []);
});

test("where sockets are blocked REST stands in, and the socket takes over again when it can", async () => {
  const world = new World();
  world.server.hasSockets = false;
  const tab = world.visitor();
  let caseId = "";
  tab.client.on("opened", (opened) => (caseId = opened.case));
  tab.client.open({ store: "demo", text: "by post" });
  await world.clock.advance(20_000);
  tab.client.watch(caseId);
  tab.client.submit({ action: "send", case: caseId, text: "more" });
  await world.clock.advance(10_000);
  assert.deepEqual(
    [tab.client.connectionState.get(), world.texts(caseId), shown(tab, caseId)],
    ["polling", ["by post", "more"], ["by post", "more"]],
  );
  world.server.hasSockets = true;
  await world.clock.advance(31_000);
  assert.equal(tab.client.connectionState.get(), "live");
});

test("a log that does not know the cursor is read anew", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  for (let n = 0; n < 5; n++) tab.client.submit({ action: "send", case: caseId, text: `${n}` });
  await world.clock.advance(5_000);
  // The table was restored from a backup.
  world.server.cases.get(caseId)?.events.splice(3);
  tab.goOnline(false);
  tab.goOnline(true);
  await world.clock.advance(3_000);
  assert.deepEqual(shown(tab, caseId), ["hello", "0", "1"]);
  tab.client.submit({ action: "send", case: caseId, text: "after" });
  await world.clock.advance(3_000);
  assert.deepEqual(shown(tab, caseId), ["hello", "0", "1", "after"]);
});

test("a customer's list shows what the service's does not know yet", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  void tab.client.refresh();
  await world.clock.advance(100);
  assert.deepEqual(
    tab.client.cases.get().map((summary) => [summary.case, summary.subject, summary.status]),
    [[caseId, "hello", "waiting"]],
  );
  tab.client.submit({ action: "send", case: caseId, text: "and more" });
  await world.clock.advance(1_000);
  assert.deepEqual(
    tab.client.cases.get().map(({ excerpt }) => excerpt),
    ["and more"],
  );
});

test("a case of someone else is missing, and what was meant for it says so", async () => {
  const world = new World();
  const tab = world.visitor();
  await world.clock.advance(1_000);
  const watch = tab.client.watch("00000000000000000000000000");
  tab.client.submit({ action: "send", case: "00000000000000000000000000", text: "hello?" });
  await world.clock.advance(2_000);
  assert.equal(watch.state.get().isMissing, true);
  assert.deepEqual(
    tab.client.pending.get().map(({ state, code }) => [state, code]),
    [["failed", "not_found"]],
  );
});

test("earlier messages come a page at a time", async () => {
  const world = new World(1, 5);
  const { tab, caseId } = await world.opened();
  for (let n = 0; n < 20; n++) tab.client.submit({ action: "send", case: caseId, text: `${n}` });
  await world.clock.advance(5_000);
  const other = world.agent();
  await world.clock.advance(100);
  const watch = other.client.watch(caseId);
  await world.clock.advance(3_000);
  assert.deepEqual([watch.state.get().events.length, watch.state.get().hasOlder], [5, true]);
  const loaded = watch.older();
  await world.clock.advance(1_000);
  await loaded;
  assert.deepEqual([watch.state.get().events.length, watch.state.get().hasOlder], [21, false]);
});

test("what others have read is still known after a reload where sockets are blocked", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  const agent = world.agent();
  agent.client.watch(caseId);
  agent.client.read(caseId, 1);
  await world.clock.advance(3_000);
  tab.client.stop();
  world.server.hasSockets = false;
  const { client } = world.visitor(machine);
  await world.clock.advance(20_000);
  const { state } = client.watch(caseId);
  assert.deepEqual([client.connectionState.get(), state.get().reads], ["polling", { a_1: 1 }]);
});

test("nothing goes on after a stop", async () => {
  const world = new World();
  const { tab } = await world.opened();
  tab.client.stop();
  world.server.faults = NO_FAULTS;
  await world.clock.advance(3600_000);
  assert.equal(world.server.connections.size, 0);
  assert.equal(tab.client.connectionState.get(), "idle");
});

test("how far one has read is told when there is a connection, again where the service does not know it, and to whoever comes later", async () => {
  const world = new World();
  const { caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  agent.client.read(caseId, 1);
  await world.clock.advance(3_000);
  const { reads } = world.server.cases.get(caseId)!;
  assert.equal(reads.get("a_1")?.seq, 1);
  reads.delete("a_1");
  for (const connection of world.server.connections) world.server.cut(connection);
  await world.clock.advance(10_000);
  assert.equal(reads.get("a_1")?.seq, 1);
  const later = world.agent("a_2");
  const { state } = later.client.watch(caseId);
  await world.clock.advance(1_000);
  assert.deepEqual(state.get().reads, { a_1: 1 });
  assert.equal(state.get().lookedAt.a_1, reads.get("a_1")?.at);
});

test("a page that starts asks for each thing once", async () => {
  const world = new World();
  world.agent();
  await world.clock.advance(3_000);
  const times = (path: string) => world.server.asked.filter((asked) => asked === path).length;
  assert.deepEqual([times("/config.json"), times("/me")], [1, 1]);
});
