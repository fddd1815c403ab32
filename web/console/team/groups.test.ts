import assert from "node:assert/strict";
import { test } from "node:test";
import { createRest } from "../rest.ts";
import { createGroups } from "./groups.ts";

const BILLING = { id: 1, name: "Billing", closed: false };

/** A directory that notes how often it is asked; it answers the first times as these say, null: not at all. */
function directory(...answers: (object[] | null)[]) {
  const asked: string[] = [];
  const fetch = async (path: string) => {
    asked.push(path);
    const groups = answers[Math.min(asked.length, answers.length) - 1];
    if (groups === null) throw new Error("down");
    return Response.json({ agents: [], groups });
  };
  return { asked, groups: createGroups(createRest({ fetch } as Parameters<typeof createRest>[0])) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a group's name is asked for when it is first wanted, and once", async () => {
  const { asked, groups } = directory([BILLING]);
  assert.equal(groups.nameOf("demo", 1), null);
  for (let time = 0; time < 3; time += 1) groups.want("demo", 1);
  await settled();
  groups.want("demo", 1);
  assert.equal(groups.nameOf("demo", 1), "Billing");
  assert.deepEqual(asked, ["/stores/demo/agents"]);
});

test("a group that was added since is asked for, and one that there is not is asked for once", async () => {
  const returns = { id: 2, name: "Returns", closed: false };
  const { asked, groups } = directory([BILLING, returns]);
  groups.learn("demo", [BILLING]);
  groups.want("demo", 1);
  assert.deepEqual(asked, []);
  groups.want("demo", 2);
  await settled();
  assert.equal(groups.nameOf("demo", 2), "Returns");
  for (let time = 0; time < 2; time += 1) {
    groups.want("demo", 9);
    await settled();
  }
  assert.equal(asked.length, 2);
});

test("the same number is another group in another store", () => {
  const { groups } = directory([]);
  groups.learn("demo", [BILLING]);
  assert.equal(groups.nameOf("north", 1), null);
});

test("what could not be read is asked for again", async () => {
  const { groups } = directory(null, [BILLING]);
  groups.want("demo", 1);
  await settled();
  groups.want("demo", 1);
  await settled();
  assert.equal(groups.nameOf("demo", 1), "Billing");
});
