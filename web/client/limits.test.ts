import assert from "node:assert/strict";
import { test } from "node:test";
import { Limit } from "../testing/limit.ts";
import { shown, World } from "./testing/world.ts";

// Who writes more than the service takes: it says how long to wait, and the client waits.

const WORDS = ["one", "two", "three", "four", "five", "six"];

for (const hasSockets of [true, false])
  test(`what is refused for now goes by itself later, in order, ${hasSockets ? "over the socket" : "over REST"}`, async () => {
    const world = new World();
    world.server.hasSockets = hasSockets;
    const { tab, caseId } = await world.opened();
    await world.clock.advance(30_000);
    world.server.messages = new Limit(3);
    for (const text of WORDS) tab.client.submit({ action: "send", case: caseId, text });
    const failed: string[] = [];
    tab.client.on("failed", ({ id }) => failed.push(id));
    await world.clock.advance(40_000);
    assert.deepEqual(world.texts(caseId), ["hello", ...WORDS.slice(0, 3)], "nobody writes more");
    const states = new Set(tab.client.pending.get().map(({ state }) => state));
    assert.equal(states.has("failed"), false, "what waits is not shown as failed");
    assert.equal(tab.client.pending.get().length, 3);
    await world.clock.advance(40_000);
    assert.deepEqual([world.texts(caseId), failed], [["hello", ...WORDS], []]);
    assert.deepEqual(shown(tab, caseId), ["hello", ...WORDS]);
    const sent = [...world.server.arrived.values()].map((frames) => frames.length);
    assert.ok(Math.max(...sent, 0) <= 3, `a wait is kept, not tried through: ${sent}`);
  });

test("what waits survives the page", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  world.server.messages = new Limit(1);
  for (const text of ["one", "two"]) tab.client.submit({ action: "send", case: caseId, text });
  await world.clock.advance(5_000);
  tab.kill();
  const again = world.visitor(machine);
  await world.clock.advance(90_000);
  assert.deepEqual(world.texts(caseId), ["hello", "one", "two"]);
  assert.equal(again.client.pending.get().length, 0);
});

test("a visitor whose address has had its share comes in later, with what they wrote", async () => {
  const world = new World();
  world.server.visitors = new Limit(1);
  world.visitor();
  await world.clock.advance(1_000);
  const late = world.visitor();
  late.client.open({ store: "demo", text: "hello" });
  await world.clock.advance(30_000);
  assert.equal(world.server.cases.size, 0);
  await world.clock.advance(120_000);
  const [log] = world.server.cases.values();
  assert.deepEqual([log && world.texts(log.id), late.client.pending.get()], [["hello"], []]);
});
