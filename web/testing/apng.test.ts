import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { png } from "../e2e/file-samples.ts";
import { chunksOf, movingPicture } from "./apng.ts";

test("frames come in order, each with its time, and none loses a pixel", () => {
  const [first, second] = [png(4, 3), png(4, 3, 100)];
  const moving = movingPicture(
    [first, second, first].map((frame, at) => ({ png: frame, shown: (at + 1) * 500 })),
    3,
  );
  const chunks = chunksOf(moving);
  assert.deepEqual(
    chunks.map(({ type }) => type),
    ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"],
  );
  const [, animation] = chunks;
  assert.deepEqual([animation!.data.readUInt32BE(0), animation!.data.readUInt32BE(4)], [3, 3]);
  const controls = chunks.filter(({ type }) => type === "fcTL").map(({ data }) => data);
  assert.deepEqual(
    controls.map((data) => [data.readUInt32BE(4), data.readUInt32BE(8), data.readUInt16BE(20), data.readUInt16BE(22)]),
    [500, 1_000, 1_500].map((shown) => [4, 3, shown, 1_000]),
  );
  // Controls and pixels behind the first frame are numbered together.
  const numbered = chunks.flatMap(({ type, data }) =>
    type === "fcTL" || type === "fdAT" ? [data.readUInt32BE(0)] : [],
  );
  assert.deepEqual(numbered, [0, 1, 2, 3, 4]);
  const pixels = chunksOf(first).find(({ type }) => type === "IDAT")!.data;
  const last = chunks.findLast(({ type }) => type === "fdAT")!.data.subarray(4);
  assert.deepEqual(inflateSync(last), inflateSync(pixels));
});

test("frames of two sizes are no moving picture", () => {
  const frames = [png(4, 3), png(3, 4)].map((frame) => ({ png: frame, shown: 500 }));
  assert.throws(() => movingPicture(frames, 1), /frame 1 is of another size/);
  assert.throws(() => movingPicture([], 1), /at least one frame/);
});
