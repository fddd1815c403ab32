import assert from "node:assert/strict";
import { test } from "node:test";
import type { ErasureSubject, ErasureView } from "../../client/index.ts";
import { type Erasing, createEraser } from "./erasing.ts";

const SUBJECT: ErasureSubject = { kind: "case", case: "case-1" };

/** A service that begins what it is asked for, and comes to an end after so many looks. */
function erasing(looks: number, failures = 0) {
  const shown: Erasing["phase"][] = [];
  const ids: string[] = [];
  const waiting: (() => void)[] = [];
  let left = looks;
  const view = (id: string): ErasureView => ({
    id,
    at: 1,
    by: "a_1",
    by_name: null,
    subject: SUBJECT,
    step: left > 0 ? "erasing" : "checking",
    cases: 1,
    answers: 2,
  });
  const eraser = createEraser({
    api: {
      async erase(_store, id) {
        ids.push(id);
        if (ids.length <= failures) throw new Error("busy");
        return view(id);
      },
      exported: () => Promise.reject(new Error("nobody asks")),
      links: () => Promise.reject(new Error("nobody asks")),
      async erasures() {
        left -= 1;
        return { erasures: [view("other"), view(ids.at(-1) ?? "")] };
      },
    },
    store: "demo",
    id: () => `id-${ids.length}`,
    show: (state) => shown.push(state.phase),
    reasonOf: (error) => (error as Error).message,
    later: (look) => waiting.push(look),
  });
  const settle = async () => {
    for (let look = waiting.shift(); look !== undefined; look = waiting.shift()) {
      look();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { eraser, shown, ids, settle };
}

test("it is looked at until the words are gone", async () => {
  const { eraser, shown, settle } = erasing(3);
  await eraser(SUBJECT);
  assert.deepEqual(shown, ["erasing"]);
  await settle();
  assert.deepEqual(shown, ["erasing", "erased"]);
});

test("what failed is asked for again under the same id, and something else under another", async () => {
  const { eraser, shown, ids } = erasing(0, 1);
  await eraser(SUBJECT);
  await eraser(SUBJECT);
  await eraser({ kind: "case", case: "case-2" });
  assert.deepEqual(shown, ["erasing", "failed", "erasing", "erased", "erasing", "erased"]);
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[1], ids[2]);
});
