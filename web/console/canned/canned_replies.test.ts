import assert from "node:assert/strict";
import { test } from "node:test";
import type { CannedReplyView } from "../../client/index.ts";
import type { Rest } from "../rest.ts";
import { createCannedReplies, found } from "./canned_replies.ts";

const reply = (title: string, shortcut: string | null = null, personal = false): CannedReplyView => ({
  id: title,
  personal,
  title,
  shortcut,
  text: "Soon.",
  parts: [{ kind: "words", text: "Soon." }],
  assign: null,
  close: false,
  updated_at: 0,
  updated_by: null,
  version: 1,
});

/** A service that answers when it is told to. */
function service() {
  const asked: string[] = [];
  let replies = [reply("Refund")];
  let isUp = true;
  const GET = async (path: string) => {
    asked.push(path);
    if (!isUp) throw new TypeError("no network");
    return { data: { replies } };
  };
  return {
    rest: { GET } as unknown as Rest,
    asked,
    set: (next: CannedReplyView[]) => (replies = next),
    cut: () => (isUp = false),
  };
}

test("an exact shortcut comes first, one's own before the store's, then titles", () => {
  const replies = [
    reply("Refund times", null),
    reply("About parcels", "refunds"),
    reply("Money back", "refund"),
    reply("My refund", "refund", true),
    reply("Greeting", "hello"),
  ];
  const titles = (query: string) => found(replies, query).map(({ title }) => title);
  assert.deepEqual(titles("refund"), ["My refund", "Money back", "About parcels", "Refund times"]);
  assert.deepEqual(titles("REFUND"), titles("refund"));
  assert.deepEqual(titles("hel"), ["Greeting"]);
  assert.deepEqual(titles("refund ti"), ["Refund times"]);
  assert.deepEqual(titles(""), ["My refund", "Refund times", "About parcels", "Money back", "Greeting"]);
  assert.deepEqual(titles("…"), []);
  assert.deepEqual(titles("zzz"), []);
});

test("a store's are fetched once, and again when they are old", async () => {
  let now = 0;
  const { rest, asked, set } = service();
  const replies = createCannedReplies(rest, () => now);
  assert.equal((await replies.want("demo")).length, 1);
  await replies.want("demo");
  assert.equal(asked.length, 1);
  now = 61_000;
  set([reply("Refund"), reply("Greeting")]);
  assert.equal((await replies.want("demo")).length, 1, "at once as they were known");
  await Promise.resolve();
  assert.equal(asked.length, 2);
  assert.equal((await replies.want("demo")).length, 2);
});

test("where they can't be had there are none, and the next time asks again", async () => {
  const { rest, asked, cut } = service();
  cut();
  const replies = createCannedReplies(rest);
  assert.deepEqual(await replies.want("demo"), []);
  await replies.want("demo");
  assert.equal(asked.length, 2);
  await assert.rejects(replies.load("demo"));
});

test("what is written and deleted shows at once", async () => {
  const { rest } = service();
  const replies = createCannedReplies(rest);
  await replies.load("demo");
  replies.hold("demo", reply("Greeting"));
  replies.hold("demo", { ...reply("Refund"), text: "Tomorrow." });
  const held = replies.known.value.demo ?? [];
  assert.deepEqual(
    held.map(({ title, text }) => [title, text]),
    [
      ["Greeting", "Soon."],
      ["Refund", "Tomorrow."],
    ],
  );
  replies.drop("demo", "Refund");
  assert.equal(replies.known.value.demo?.length, 1);
});
