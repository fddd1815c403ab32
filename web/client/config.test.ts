import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "./config.ts";
import { memoryStore } from "./memory.ts";

const CONFIG = { api: "http://api", socket: "ws://socket", oidc: { issuer: "http://issuer", client_id: "console" } };

/** A platform that answers with these, one after another, and counts how often it was asked. */
function platformOf(...answers: (() => Response)[]) {
  const platform = {
    origin: "http://site",
    storage: memoryStore(),
    asked: 0,
    fetch: async () => answers[Math.min(platform.asked++, answers.length - 1)]!(),
  };
  return platform;
}

const found = () => Response.json(CONFIG);
const missing = () => new Response("", { status: 503 });
const offline = () => {
  throw new TypeError("no network");
};

test("a page reads its configuration once, whoever asks and whenever", async () => {
  const platform = platformOf(found);
  const [signIn, socket] = await Promise.all([loadConfig(platform), loadConfig(platform)]);
  assert.deepEqual([signIn, socket, await loadConfig(platform)], [CONFIG, CONFIG, CONFIG]);
  assert.equal(platform.asked, 1);
});

test("what somebody has asked for already is not asked for again, and kept for the next time", async () => {
  const platform = { ...platformOf(offline), config: Promise.resolve(CONFIG) };
  assert.deepEqual(await loadConfig(platform), CONFIG);
  const { storage } = platform;
  assert.deepEqual(await loadConfig({ ...platformOf(offline), storage }), CONFIG);
  const refused = { ...platformOf(found), config: Promise.reject(new Error("no network")) };
  assert.deepEqual(await loadConfig(refused), CONFIG);
});

test("a configuration that could not be had is asked for again", async () => {
  for (const failure of [missing, offline]) {
    const platform = platformOf(failure, found);
    await assert.rejects(loadConfig(platform));
    assert.deepEqual(await loadConfig(platform), CONFIG);
    assert.equal(platform.asked, 2);
  }
});

test("the configuration of last time stands in, but for one that is broken", async () => {
  const { storage } = platformOf(found);
  await loadConfig({ ...platformOf(found), storage });
  for (const failure of [missing, offline])
    assert.deepEqual(await loadConfig({ ...platformOf(failure), storage }), CONFIG);
  storage.set("fl:config", '{"api":1}');
  await assert.rejects(loadConfig({ ...platformOf(offline), storage }));
});
