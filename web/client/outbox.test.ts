import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_FAULTS } from "../testing/faults.ts";
import { World } from "./testing/world.ts";

test("a repetition is the same to the byte, after a reload too", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  world.server.faults = { ...NO_FAULTS, busy: 1 };
  const id = tab.client.submit({ action: "send", case: caseId, text: "once" });
  await world.clock.advance(10_000);
  tab.kill();
  const again = world.visitor(machine);
  await world.clock.advance(5_000);
  world.server.faults = { ...NO_FAULTS, loseAnswer: 0.5 };
  await world.clock.advance(5_000);
  world.server.faults = NO_FAULTS;
  await world.clock.advance(30_000);
  const frames = world.server.arrived.get(id) ?? [];
  assert.ok(frames.length > 2, `it was sent ${frames.length} times`);
  assert.equal(new Set(frames).size, 1, "and always the same");
  assert.deepEqual(world.texts(caseId), ["hello", "once"]);
  assert.equal(again.client.pending.get().length, 0);
});

test("what was written offline survives the page and is sent once, in order", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.goOnline(false);
  for (const text of ["one", "two", "three"]) tab.client.submit({ action: "send", case: caseId, text });
  await world.clock.advance(100);
  tab.kill();
  await world.clock.advance(60_000);
  const again = world.visitor(machine);
  await world.clock.advance(5_000);
  assert.deepEqual(world.texts(caseId), ["hello", "one", "two", "three"]);
  assert.equal(again.client.pending.get().length, 0);
});

test("a tab leaves the commands of a living tab alone, and takes those of a dead one", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab: first, caseId } = await world.opened(machine);
  first.goOnline(false);
  first.client.submit({ action: "send", case: caseId, text: "mine" });
  const second = world.visitor(machine);
  await world.clock.advance(5_000);
  assert.deepEqual([second.client.pending.get().length, world.texts(caseId)], [0, ["hello"]]);
  first.kill();
  await world.clock.advance(5_000);
  assert.deepEqual([second.client.pending.get().length, world.texts(caseId)], [0, ["hello", "mine"]]);
});

test("a message that follows an opening waits for its case, over a reload too", async () => {
  const world = new World();
  const machine = world.machine();
  world.server.isUp = false;
  const tab = world.visitor(machine);
  const opening = tab.client.open({ store: "demo", text: "first" });
  tab.client.submit({ action: "send", case: opening, text: "second" });
  await world.clock.advance(1_000);
  tab.kill();
  world.server.isUp = true;
  const again = world.visitor(machine);
  let opened = "";
  again.client.on("opened", ({ id, case: caseId }) => (opened = id === opening ? caseId : ""));
  await world.clock.advance(10_000);
  assert.deepEqual(world.texts(opened), ["first", "second"]);
});

test("a held command can be undone until its time, and not after", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const undone = tab.client.submit({ action: "send", case: caseId, text: "no" }, 5_000);
  await world.clock.advance(4_000);
  assert.equal(tab.client.pending.get()[0]?.state, "held");
  assert.equal(tab.client.discard(undone), true);
  const sent = tab.client.submit({ action: "send", case: caseId, text: "yes" }, 5_000);
  const later = tab.client.submit({ action: "escalate", case: caseId });
  await world.clock.advance(6_000);
  assert.deepEqual([tab.client.discard(sent), tab.client.discard(later)], [false, false]);
  assert.deepEqual(
    world.server.cases
      .get(caseId)
      ?.events.map(({ id }) => id)
      .slice(1),
    [sent, later],
    "in order",
  );
});

test("a decision names what its author had seen, whatever came in until it was sent, and words what is newest", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  await world.clock.advance(3_000);
  const decided = agent.client.submit({ action: "resolve", case: caseId }, 5_000);
  tab.client.submit({ action: "send", case: caseId, text: "meanwhile" });
  await world.clock.advance(2_000);
  const noted = agent.client.submit({ action: "note", case: caseId, text: "hm" }, 5_000);
  await world.clock.advance(9_000);
  const after = (id: string) => (JSON.parse(world.server.arrived.get(id)?.[0] ?? "{}") as { after?: number }).after;
  assert.equal(after(decided), 1);
  assert.ok((after(noted) ?? 0) > 1);
});

test("a decision that more than a page has overtaken is its author's to make anew", async () => {
  const world = new World(1, 3);
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  await world.clock.advance(3_000);
  agent.goOnline(false);
  agent.client.submit({ action: "resolve", case: caseId });
  for (const text of ["one", "two", "three", "four", "five"]) tab.client.submit({ action: "send", case: caseId, text });
  await world.clock.advance(5_000);
  agent.goOnline(true);
  await world.clock.advance(60_000);
  const [left] = agent.client.pending.get();
  assert.deepEqual([left?.state, left?.code], ["failed", "conflict"]);
  assert.equal(world.texts(caseId).length, 6);
});

test("what nobody came back for in a month is dropped", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.goOnline(false);
  tab.client.submit({ action: "send", case: caseId, text: "long ago" });
  tab.kill();
  await world.clock.advance(31 * 86_400_000);
  world.visitor(machine);
  await world.clock.advance(5_000);
  assert.deepEqual(world.texts(caseId), ["hello"]);
  assert.deepEqual(machine.storage.keys("fl:o:"), []);
});

test("what is held when the page goes is sent, and once", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.client.submit({ action: "send", case: caseId, text: "held" }, 30_000);
  tab.client.flushOnUnload();
  tab.kill();
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId), ["hello", "held"]);
  const again = world.visitor(machine);
  await world.clock.advance(60_000);
  assert.deepEqual([world.texts(caseId), again.client.pending.get()], [["hello", "held"], []]);
});

test("what is held is sent once, however often the page says that it goes", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  tab.client.submit({ action: "send", case: caseId, text: "held" }, 30_000);
  for (let times = 0; times < 3; times++) tab.client.flushOnUnload();
  await world.clock.advance(1_000);
  assert.equal(world.server.asked.filter((path) => path === "/frames").length, 1);
  tab.client.submit({ action: "send", case: caseId, text: "more" }, 30_000);
  tab.client.flushOnUnload();
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId), ["hello", "held", "more"]);
});

test("what is held when the page goes is sent later where the request is refused", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  tab.client.submit({ action: "send", case: caseId, text: "held" }, 30_000);
  tab.dropsRequests = true;
  tab.client.flushOnUnload();
  await world.clock.advance(60_000);
  assert.deepEqual([world.texts(caseId), tab.client.pending.get()], [["hello", "held"], []]);
});

test("a page that survives its own end goes on with what it sent", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const id = tab.client.submit({ action: "send", case: caseId, text: "held" }, 30_000);
  tab.client.flushOnUnload();
  assert.equal(tab.client.discard(id), false, "it may be in the log already");
  await world.clock.advance(1_000);
  assert.deepEqual([world.texts(caseId), tab.client.pending.get()], [["hello", "held"], []]);
});

test("a page that goes closes no case before its own reply is in the log", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.client.submit({ action: "send", case: caseId, text: "one" }, 30_000);
  tab.client.submit({ action: "escalate", case: caseId }, 30_000);
  tab.client.submit({ action: "send", case: caseId, text: "two" }, 30_000);
  tab.client.flushOnUnload();
  tab.kill();
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId).sort(), ["hello", "one", "two"]);
  const kinds = () => world.server.cases.get(caseId)?.events.map(({ body }) => body.kind) ?? [];
  assert.equal(kinds().includes("escalated"), false);
  world.visitor(machine);
  await world.clock.advance(60_000);
  assert.equal(kinds().at(-1), "escalated");
});

test("held commands are sent at once when that is asked for", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  tab.client.submit({ action: "send", case: caseId, text: "now" }, 30_000);
  tab.client.flush();
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId), ["hello", "now"]);
});
