import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { Group, Me } from "../../client/index.ts";
import { createRest } from "../rest.ts";
import { createAvailability } from "./availability.ts";

const ME: Me = { user: `a_${"m".repeat(26)}`, role: "agent", name: "Maya", stores: ["demo", "north"], expires: 0 };

/** A service that notes what is posted; null: it refuses. */
function desk(answer: object | null) {
  const posted: string[] = [];
  const fetch = async (path: string, body?: string) => {
    if (body !== undefined) posted.push(`${path} ${body}`);
    if (answer === null) throw new Error("refused");
    return Response.json(answer);
  };
  const rest = createRest({ fetch } as Parameters<typeof createRest>[0]);
  const learnt: [string, readonly Group[]][] = [];
  const learn = (store: string, groups: readonly Group[]) => void learnt.push([store, groups]);
  return { posted, learnt, availability: createAvailability(rest, signal<Me | null>(ME), learn) };
}

test("what the directory says of the person themselves is shown", async () => {
  const others = [
    { user: "x", available: true },
    { user: ME.user, available: false },
  ];
  const groups = [{ id: 1, name: "Billing", closed: false }];
  const { availability, learnt } = desk({ agents: others, groups });
  assert.equal(availability.takesCases.value, null);
  await availability.load();
  assert.equal(availability.takesCases.value, false);
  assert.deepEqual(learnt, [["demo", groups]]);
});

test("it is said in each store", async () => {
  const { posted, availability } = desk({});
  await availability.set(false);
  assert.equal(availability.takesCases.value, false);
  const said = (store: string) => `/stores/${store}/agents/${ME.user}/availability {"available":false}`;
  assert.deepEqual(posted, [said("demo"), said("north")]);
});

test("what the service does not take stays as it was", async () => {
  const { availability } = desk(null);
  await availability.set(true);
  assert.equal(availability.takesCases.value, null);
});
