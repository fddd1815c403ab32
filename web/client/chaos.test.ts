import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryFiles } from "./files/file_store.ts";
import { memoryStore } from "./memory.ts";
import type { Command } from "./client.ts";
import { seeded, TestClock } from "./testing/clock.ts";
import { type Faults, NO_FAULTS } from "../testing/faults.ts";
import { TestServer } from "../testing/network.ts";
import { Tab, TestLocks, type Machine } from "./testing/tab.ts";

const SCHEDULES = Number(process.env.SCHEDULES ?? 1_500);
const FIRST_SEED = Number(process.env.SEED ?? 1);

/** A person at their browser: one or two tabs on the case, which die and come back. */
class Actor {
  tabs: Tab[] = [];
  /** What they said, per tab, in order. */
  readonly said: string[][] = [];
  readonly machine: Machine;

  constructor(
    readonly role: "customer" | "agent",
    readonly identity: { visitorOf: string } | { token: string },
    world: { clock: TestClock; server: TestServer; random: () => number },
    private readonly caseId: () => string | null,
  ) {
    this.machine = { ...world, storage: memoryStore(), files: memoryFiles(), locks: new TestLocks() };
  }

  open(): Tab {
    const tab = new Tab(this.machine, this.identity, { answerTimeout: 3_000 });
    this.tabs.push(tab);
    this.said.push([]);
    const id = this.caseId();
    if (id !== null) tab.client.watch(id);
    return tab;
  }

  say(text: string): void {
    const id = this.caseId();
    const index = Math.floor(this.machine.random() * this.tabs.length);
    const tab = this.tabs[index];
    if (!tab || id === null) return;
    const said = tab.client.submit(this.#command(id, text));
    this.said.at(index - this.tabs.length)?.push(said);
  }

  reload(): void {
    const [tab] = this.tabs.splice(0, 1);
    tab?.kill();
    this.open();
  }

  #command(id: string, text: string): Command {
    if (this.role === "customer") return { action: "send", case: id, text };
    return this.machine.random() < 0.3
      ? { action: "note", case: id, text }
      : { action: "send", case: id, text, anyway: true };
  }
}

function faults(random: () => number): Faults {
  const some = (most: number) => (random() < 0.6 ? random() * most : 0);
  return {
    refuse: some(0.6),
    drop: some(0.25),
    duplicate: some(0.4),
    loseAnswer: some(0.4),
    busy: some(0.3),
    cut: some(0.1),
    delay: random() < 0.5 ? 5 : random() * 2_000,
  };
}

async function run(seed: number): Promise<void> {
  const random = seeded(seed);
  const clock = new TestClock();
  const server = new TestServer(clock, random, random() < 0.5 ? 200 : 4);
  let caseId: string | null = null;
  const world = { clock, server, random };
  const customer = new Actor("customer", { visitorOf: "demo" }, world, () => caseId);
  const first = customer.open();
  server.faults = faults(random);
  first.client.on("opened", (opened) => (caseId = opened.case));
  const opening = first.client.open({ store: "demo", text: "hello" });
  const followUp = first.client.submit({ action: "send", case: opening, text: "and another thing" });
  customer.said[0]?.push(opening, followUp);
  for (let wait = 0; caseId === null && wait < 400; wait++) await clock.advance(1_000);
  assert.ok(caseId, `seed ${seed}: the case was opened`);
  const agents = ["a_1", "a_2"].map((token) => new Actor("agent", { token }, world, () => caseId));
  first.client.watch(caseId);
  for (const agent of agents) agent.open();
  if (random() < 0.5) customer.open();
  const actors = [customer, ...agents];

  for (let step = 0; step < 25; step++) {
    const actor = actors[Math.floor(random() * actors.length)] as Actor;
    const dice = random();
    if (dice < 0.6) actor.say(`${step}`);
    else if (dice < 0.7) actor.reload();
    else if (dice < 0.78) server.faults = faults(random);
    else if (dice < 0.84) server.isUp = !server.isUp;
    else if (dice < 0.9) server.hasSockets = !server.hasSockets;
    else actor.tabs[0]?.goOnline(!actor.tabs[0].isOnline);
    await clock.advance(random() < 0.3 ? 0 : random() * (random() < 0.2 ? 60_000 : 3_000));
  }
  server.faults = NO_FAULTS;
  server.isUp = server.hasSockets = true;
  for (const actor of actors) for (const tab of actor.tabs) tab.goOnline(true);
  await clock.advance(10 * 60_000);
  check(seed, server, caseId, actors);
  for (const actor of actors) for (const tab of actor.tabs) tab.kill();
}

function check(seed: number, server: TestServer, caseId: string, actors: Actor[]): void {
  const log = server.cases.get(caseId);
  assert.ok(log);
  assert.equal(server.cases.size, 1, `seed ${seed}: one opening, one case`);
  const places = new Map<string, number[]>();
  for (const { id, seq } of log.events) places.set(id, [...(places.get(id) ?? []), seq]);
  for (const actor of actors) {
    for (const said of actor.said) {
      const seqs = said.map((id) => places.get(id) ?? []);
      for (const [index, seq] of seqs.entries())
        assert.equal(seq.length, 1, `seed ${seed}: ${said[index]} is in the log once, not ${seq.length} times`);
      const inOrder = seqs.flat();
      assert.deepEqual(
        inOrder,
        [...inOrder].sort((a, b) => a - b),
        `seed ${seed}: in the order they were said`,
      );
    }
    assert.deepEqual(actor.machine.storage.keys("fl:o:"), [], `seed ${seed}: nothing waits any more`);
    for (const tab of actor.tabs)
      checkReplica(seed, tab, log.visible({ id: tab.client.me.get()?.user ?? "", role: actor.role }), caseId);
  }
  for (const [id, frames] of server.arrived) {
    const variants = new Set(frames);
    const isRepeatedAlike =
      variants.size === new Set([...variants].map((frame) => (JSON.parse(frame) as { after?: number }).after)).size;
    assert.ok(isRepeatedAlike, `seed ${seed}: ${id} differs in nothing but \`after\``);
  }
}

function checkReplica(seed: number, tab: Tab, visible: readonly { seq: number }[], caseId: string): void {
  const watch = tab.client.watch(caseId);
  const state = watch.state.get();
  const start = visible.findIndex(({ seq }) => seq === state.events[0]?.seq);
  assert.ok(start >= 0, `seed ${seed}: the replica holds something`);
  assert.deepEqual(state.events, visible.slice(start), `seed ${seed}: the replica is the log`);
  assert.deepEqual(tab.client.pending.get(), [], `seed ${seed}: nothing is pending`);
  assert.equal(tab.client.connectionState.get(), "live");
}

test(`over ${SCHEDULES} schedules of losses, doubles, reorderings, cuts and reloads nothing is lost and nothing doubled`, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
    await run(seed).catch((error: Error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
  }
});
