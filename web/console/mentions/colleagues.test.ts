import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rest } from "../rest.ts";
import { createColleagues } from "./colleagues.ts";
import { createMentions } from "./mentions.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

test("the directory is asked again when it is old, and sooner where somebody is missing", async () => {
  let [asked, now] = [0, 0];
  const rest = {
    GET: async () => {
      asked += 1;
      const agents = Array.from({ length: asked }, (_, at) => ({ user: `a_${at}`, name: `Agent ${at}`, active: true }));
      return { data: { agents } };
    },
  } as unknown as Rest;
  const colleagues = createColleagues(
    rest,
    () => "a_0",
    () => now,
  );
  const want = async (at: number, isMissing?: boolean) => {
    now = at;
    colleagues.want("demo", isMissing);
    await settled();
    return [asked, colleagues.of("demo").length];
  };
  assert.deepEqual(await want(0), [1, 0]);
  assert.deepEqual(await want(5_000, true), [1, 0]);
  assert.deepEqual(await want(60_000), [1, 0]);
  assert.deepEqual(await want(60_000, true), [2, 1]);
  assert.deepEqual(await want(200_000), [3, 2]);
});

test("a directory that can't be read is not asked again with each key", async () => {
  let [asked, now] = [0, 0];
  const rest = {
    GET: async () => {
      asked += 1;
      throw new TypeError("no network");
    },
  } as unknown as Rest;
  const colleagues = createColleagues(
    rest,
    () => null,
    () => now,
  );
  for (const at of [0, 100, 200, 9_000, 11_000]) {
    now = at;
    colleagues.want("demo", true);
    await settled();
  }
  assert.equal(asked, 2);
});

test("all that is unread is shown, on however many pages it is", async () => {
  const page = (from: number) => ({
    mentions: Array.from({ length: 20 }, (_, at) => ({
      case: "c",
      seq: from - at,
      at: from - at,
      read: from - at <= 55,
    })),
    unread: 45,
    next: from > 40 ? String(from - 20) : null,
  });
  const until: number[] = [];
  const rest = {
    GET: async (_: string, { params }: { params: { query: { cursor?: string } } }) => ({
      data: page(Number(params.query.cursor ?? 100)),
    }),
    POST: async (_: string, { body }: { body: { until: number } }) => void until.push(body.until),
  } as unknown as Rest;
  const mentions = createMentions(rest, () => ["demo"]);
  await mentions.load();
  const { items, hasMore, unread } = mentions.state.value;
  assert.deepEqual([items.length, items.filter(({ read }) => !read).length, unread, hasMore], [60, 45, 45, true]);
  await mentions.markRead();
  assert.deepEqual([until, mentions.state.value.unread], [[100], 0]);
  await mentions.more();
  assert.equal(mentions.state.value.items.length, 80);
});

test("unread ones are all shown beyond what is counted, and one that nobody may see makes nothing more be read", async () => {
  const loaded = async (unread: number, isRead: (at: number) => boolean) => {
    const page = (from: number) => ({
      mentions: Array.from({ length: 20 }, (_, at) => ({ case: "c", seq: 1, at: from - at, read: isRead(from - at) })),
      unread,
      next: from > 20 ? String(from - 20) : null,
    });
    const rest = {
      GET: async (_: string, { params }: { params: { query: { cursor?: string } } }) => ({
        data: page(Number(params.query.cursor ?? 200)),
      }),
    } as unknown as Rest;
    const mentions = createMentions(rest, () => ["demo"]);
    await mentions.load();
    return mentions.state.value.items.length;
  };
  assert.equal(await loaded(100, (at) => at <= 50), 160);
  assert.equal(await loaded(1, () => true), 20);
});
