import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { CaseView, EventView } from "./generated/wire.ts";
import { Replica } from "./replica.ts";
import { CaseLog } from "../testing/log.ts";

// What a client makes of a case's events, against what the service's own core says after each of them.

/** What an event shows to each side; null where it shows nothing. */
type Sides<T> = Record<"staff" | "customer", T | null>;

interface Step {
  outcome: { stored?: { event: Sides<EventView>; view: Sides<CaseView> } };
}

interface Scenario {
  name: string;
  case: string;
  steps: Step[];
}

const file = new URL("../../shared/contract/generated/vectors/cases.json", import.meta.url);
const { scenarios } = JSON.parse(readFileSync(file, "utf8")) as { scenarios: Scenario[] };

/** What a side is shown, step by step: an event and where the case stands with it. */
function shown({ steps }: Scenario, side: keyof Sides<unknown>): { event: EventView; view: CaseView }[] {
  return steps.flatMap(({ outcome }) => {
    const event = outcome.stored?.event[side];
    const view = outcome.stored?.view[side];
    return event && view ? [{ event, view }] : [];
  });
}

for (const side of ["staff", "customer"] as const) {
  test(`a client stands where the service does after each event, as the ${side} see it`, () => {
    for (const scenario of scenarios) {
      const [opening, ...rest] = shown(scenario, side);
      const replica = new Replica();
      replica.begin([opening!.event], opening!.view);
      for (const { event, view } of rest) {
        replica.merge([event]);
        assert.deepEqual(replica.view, view, `${scenario.name}, event ${event.seq}`);
      }
    }
  });

  test(`a client that catches up at once stands there too, as the ${side} see it`, () => {
    for (const scenario of scenarios) {
      const [opening, ...rest] = shown(scenario, side);
      const replica = new Replica();
      replica.begin([opening!.event], opening!.view);
      replica.merge(rest.map(({ event }) => event));
      assert.deepEqual(replica.view, (rest.at(-1) ?? opening!).view, scenario.name);
    }
  });

  test(`the tests' own service shows the ${side} what the real one shows`, () => {
    for (const scenario of scenarios) {
      const { store, customer } = shown(scenario, "staff")[0]!.view;
      const log = new CaseLog(scenario.case, store, customer, 50);
      const viewer = { id: customer, role: side === "staff" ? ("agent" as const) : ("customer" as const) };
      for (const { outcome } of scenario.steps) {
        const stored = outcome.stored;
        if (stored?.event.staff == null) continue;
        log.events.push({ ...stored.event.staff, digest: "" });
        const events = log.visible(viewer);
        const expected = stored.event[side];
        const isShown = events.at(-1)?.seq === stored.event.staff.seq;
        assert.equal(isShown, expected !== null, `${scenario.name}, event ${stored.event.staff.seq}`);
        if (expected) {
          assert.equal(events.at(-1)?.prev_visible, expected.prev_visible);
          assert.deepEqual(log.view(viewer), stored.view[side], `${scenario.name}, event ${expected.seq}`);
        }
      }
    }
  });
}
