import assert from "node:assert/strict";
import { test } from "node:test";
import { externalTokens } from "./external_token.ts";
import { World } from "./testing/world.ts";

function jwt(claims: object): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
}

test("a visitor stays the same over reloads, and their token is exchanged in its second half", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab } = await world.opened(machine);
  const user = tab.client.me.get()?.user;
  const before = machine.storage.get("fl:v:demo");
  tab.kill();
  await world.clock.advance(16 * 86_400_000);
  const again = world.visitor(machine);
  await world.clock.advance(1_000);
  assert.equal(again.client.me.get()?.user, user);
  assert.notEqual(machine.storage.get("fl:v:demo"), before);
});

test("who signed out on a page that went away meanwhile is revoked by the next, which is somebody else", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab } = await world.opened(machine);
  const user = tab.client.me.get()?.user;
  machine.storage.set("fl:v:leaving", "1");
  tab.kill();
  const next = world.visitor(machine);
  await world.clock.advance(2_000);
  assert.notEqual(next.client.me.get()?.user, user);
  assert.equal(machine.storage.get("fl:v:leaving"), null);
});

test("two tabs that start together are one visitor", async () => {
  const world = new World();
  const machine = world.machine();
  const tabs = [world.visitor(machine), world.visitor(machine)];
  await world.clock.advance(2_000);
  assert.deepEqual(
    tabs.map(({ client }) => client.me.get()?.user),
    ["v_1", "v_1"],
  );
});

test("a token from elsewhere is asked for again when it ends or is refused", async () => {
  const asked: boolean[] = [];
  let now = 1_000_000;
  const fresh = () => jwt({ sub: "7", store: "demo", exp: now / 1000 + 600 });
  const tokens = externalTokens(
    async (refused) => {
      asked.push(refused);
      return fresh();
    },
    () => now,
  );
  assert.equal(await tokens.scope(), "p:demo:7");
  const first = await tokens.current(async () => assert.fail());
  now += 590_000;
  const second = await tokens.current(async () => assert.fail());
  assert.notEqual(first, second);
  tokens.refuse(second ?? "");
  await tokens.current(async () => assert.fail());
  assert.deepEqual(asked, [false, true, true]);
});

test("who is signed out is told so, and nothing is tried any more", async () => {
  const tokens = externalTokens(async () => null);
  assert.equal(await tokens.scope(), null);
  assert.equal(await tokens.current(async () => assert.fail()), null);
});
