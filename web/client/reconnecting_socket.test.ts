import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff } from "./backoff.ts";
import { NO_FAULTS } from "../testing/faults.ts";
import { shown, World } from "./testing/world.ts";

test("a delay doubles its ceiling from half a second to thirty, with full jitter", () => {
  const ceilings = [0, 1, 2, 3, 6, 7, 50].map((attempt) => backoff(attempt, () => 1));
  assert.deepEqual(ceilings, [500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
  assert.equal(
    backoff(9, () => 0),
    0,
  );
});

test("a socket is replaced before its time, and the new one is up to date before the old one goes", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const agent = world.agent();
  agent.client.watch(caseId);
  const before = [...world.server.connections].find(({ person }) => person.role === "customer");
  let most = 0;
  const count = () => [...world.server.connections].filter(({ person }) => person.role === "customer").length;
  for (let minute = 0; minute < 115; minute++) {
    for (let part = 0; part < 10; part++) {
      await world.clock.advance(6_000);
      most = Math.max(most, count());
    }
    agent.client.submit({ action: "send", case: caseId, text: `${minute}`, anyway: true });
  }
  await world.clock.advance(1_000);
  assert.equal(count(), 1, "one socket in the end");
  assert.equal(world.server.connections.has(before as never), false, "and not the first one");
  assert.equal(tab.client.connectionState.get(), "live");
  assert.equal(shown(tab, caseId).length, 116);
});

test("while sockets overlap both are open, and nothing is shown twice", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened(undefined, { replaceAfter: 60_000 });
  world.server.faults = { ...NO_FAULTS, delay: 3_000 };
  await world.clock.advance(56_500);
  let isOverlap = false;
  for (let step = 0; step < 60; step++) {
    await world.clock.advance(100);
    isOverlap ||= world.server.connections.size === 2;
    if (step % 10 === 0) tab.client.submit({ action: "send", case: caseId, text: `${step}` });
  }
  await world.clock.advance(30_000);
  assert.ok(isOverlap, "two sockets at a time");
  assert.deepEqual(shown(tab, caseId), ["hello", "0", "10", "20", "30", "40", "50"]);
});

test("it never gives up, and comes back within a moment of `online`", async () => {
  const world = new World();
  const { tab } = await world.opened();
  tab.goOnline(false);
  await world.clock.advance(6 * 3600_000);
  assert.equal(tab.client.connectionState.get(), "offline");
  tab.goOnline(true);
  await world.clock.advance(100);
  assert.equal(tab.client.connectionState.get(), "live");
});

test("a socket that takes everything and answers nothing is given up for another", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  world.server.faults = { ...NO_FAULTS, drop: 1 };
  tab.client.submit({ action: "send", case: caseId, text: "into the void" });
  await world.clock.advance(14_000);
  world.server.faults = NO_FAULTS;
  await world.clock.advance(5_000);
  assert.deepEqual(world.texts(caseId), ["hello", "into the void"]);
  assert.equal(tab.client.pending.get().length, 0);
});

test("more tabs than the service takes connections do not push each other out without a pause", async () => {
  const world = new World();
  world.server.mostConnections = 8;
  const machine = world.machine();
  for (let tab = 0; tab < 9; tab++) world.visitor(machine);
  await world.clock.advance(120_000);
  const before = world.server.accepted;
  await world.clock.advance(600_000);
  const perMinute = (world.server.accepted - before) / 10;
  assert.ok(perMinute < 20, `${perMinute} connections a minute`);
});
