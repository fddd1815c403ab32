import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Posted } from "../client/api.ts";
import type { EventView } from "../client/index.ts";
import { bodyOf } from "./bodies.ts";

// What the double writes for a command, against what the real service has written for it.

interface Step {
  at: number;
  /** What was asked for; absent for what the service does by itself. */
  frame?: Posted;
  outcome: { stored?: { event: { staff: EventView | null } } };
}

interface Vectors {
  people: { user: string; name: string | null }[];
  scenarios: { name: string; steps: Step[] }[];
}

const file = new URL("../../shared/contract/generated/vectors/cases.json", import.meta.url);
const { people, scenarios } = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const nameOf = (agent: string) => people.find(({ user }) => user === agent)?.name ?? null;

test("a command's event says the same as the real one's", () => {
  const compared = new Set<string>();
  for (const { name, steps } of scenarios) {
    const events: EventView[] = [];
    for (const { at, frame, outcome } of steps) {
      const event = outcome.stored?.event.staff;
      if (!event) continue;
      const by = { id: event.author.id ?? "", role: event.author.role };
      if (frame) assert.deepEqual(bodyOf(frame, { by, events, now: at, nameOf }), event.body, `${name}, ${event.seq}`);
      if (frame) compared.add(frame.action);
      events.push(event);
    }
  }
  assert.ok(compared.size >= 20, `${compared.size} kinds of commands`);
});
