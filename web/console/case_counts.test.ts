import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseCounts } from "../client/index.ts";
import { createCountKeeper, formatCount } from "./case_counts.ts";
import { createRest } from "./rest.ts";

/** A service with these counts for each store, and a clock that stands until it is told to strike. */
function setUp(answers: Record<string, CaseCounts>) {
  const asked: string[] = [];
  const timers: { delay: number; task: () => void }[] = [];
  const service = { isUp: true };
  const fetch = async (path: string) => {
    asked.push(path);
    if (!service.isUp) throw new Error("offline");
    return Response.json(answers[path.split("/")[2]!]);
  };
  const clock = {
    after(delay: number, task: () => void) {
      const timer = { delay, task };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const keeper = createCountKeeper(createRest({ fetch }), clock, () => Object.keys(answers));
  const strike = async () => {
    for (const { task } of timers.splice(0)) task();
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { keeper, asked, timers, strike, service, answers };
}

const demo = (waiting: number): CaseCounts => ({ waiting, open: 2, snoozed: 1, closed: 7 });

test("changes that come together are counted once, and only the lists that changed", async () => {
  const { keeper, asked, strike } = setUp({ demo: demo(3) });
  keeper.recount(["open"]);
  keeper.recount(["waiting", "open"]);
  assert.deepEqual(asked, []);
  await strike();
  assert.deepEqual(asked, ["/stores/demo/counts?lists=waiting,open"]);
  assert.deepEqual(keeper.counts.value, { waiting: 3, open: 2, snoozed: null, closed: null });
});

test("what changes during a count is counted after it", async () => {
  const { keeper, asked, timers, strike } = setUp({ demo: demo(3) });
  keeper.recount(["waiting"]);
  timers.shift()!.task();
  keeper.recount(["waiting"]);
  assert.equal(timers.length, 0, "one count at a time");
  await strike();
  await strike();
  assert.equal(asked.length, 2);
});

test("several stores count together; one that tells none leaves the sum unknown", async () => {
  const { keeper, strike, answers } = setUp({ demo: demo(3), north: demo(999) });
  keeper.recount(["waiting"]);
  await strike();
  assert.equal(keeper.counts.value.waiting, 1_000);
  answers.north = { waiting: null, open: null, snoozed: null, closed: null };
  keeper.recount(["waiting"]);
  await strike();
  await strike();
  assert.equal(keeper.counts.value.waiting, null);
});

test("a count that fails leaves the last one and is tried again", async () => {
  const { keeper, asked, timers, strike, service } = setUp({ demo: demo(3) });
  keeper.recount(["waiting"]);
  await strike();
  service.isUp = false;
  keeper.recount(["waiting"]);
  await strike();
  assert.equal(keeper.counts.value.waiting, 3);
  assert.deepEqual(
    timers.map(({ delay }) => delay),
    [10_000],
  );
  service.isUp = true;
  await strike();
  assert.equal(asked.length, 3);
});

test("a closed keeper counts no more", async () => {
  const { keeper, asked, strike } = setUp({ demo: demo(3) });
  keeper.recount(["waiting"]);
  keeper.close();
  keeper.recount(["open"]);
  await strike();
  assert.deepEqual(asked, []);
});

test("where the service stops counting there are that many or more", () => {
  assert.deepEqual([0, 42, 999, 1_000].map(formatCount), ["0", "42", "999", "999+"]);
});

test("a long list is counted again only after a while, and a short one at once", async () => {
  const { keeper, asked, timers, strike } = setUp({ demo: { waiting: 3, open: 900, snoozed: 1, closed: 7 } });
  keeper.recount(["waiting", "open"]);
  await strike();
  keeper.recount(["waiting", "open"]);
  assert.deepEqual(timers.map(({ delay }) => delay).sort(), [1_000, 20_000]);
  timers
    .splice(
      timers.findIndex(({ delay }) => delay === 1_000),
      1,
    )[0]!
    .task();
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(asked.at(-1), "/stores/demo/counts?lists=waiting");
  await strike();
  await strike();
  assert.equal(asked.at(-1), "/stores/demo/counts?lists=open");
});
