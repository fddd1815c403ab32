import assert from "node:assert/strict";
import { test } from "node:test";
import { lazy } from "./lazy.ts";

/** A part that comes or does not, as a test says. */
function chunk() {
  const asked: { come: (part: string) => void; fail: (why: Error) => void }[] = [];
  const part = lazy(() => new Promise<string>((come, fail) => asked.push({ come, fail })));
  const settled = () => new Promise((done) => setImmediate(done));
  return { part, asked, settled };
}

test("a part is asked for once, however many want it", async () => {
  const { part, asked } = chunk();
  part.load();
  part.load();
  asked[0]!.come("page");
  assert.equal(await part.ready, "page");
  part.load();
  assert.deepEqual([asked.length, part.part.value, part.hasFailed.value], [1, "page", false]);
});

test("of what did not come that is known, and it comes when it is asked for again", async () => {
  const { part, asked, settled } = chunk();
  part.load();
  asked[0]!.fail(new TypeError("no such file"));
  await settled();
  assert.deepEqual([part.part.value, part.hasFailed.value], [null, true]);
  part.load();
  assert.equal(part.hasFailed.value, false);
  asked[1]!.come("page");
  assert.equal(await part.ready, "page");
  assert.deepEqual([part.part.value, part.hasFailed.value], ["page", false]);
});
