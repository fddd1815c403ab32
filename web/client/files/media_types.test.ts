import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, mediaTypeOf, percentText, sizeText } from "./media_types.ts";
import { boxOf } from "./picture_box.ts";
import { pickedFiles } from "./picked.ts";

test("a file's type is what the browser says, in the one name that the service knows, or what its name says", () => {
  for (const [name, type, expected] of [
    ["mug.jpg", "image/jpeg", "image/jpeg"],
    ["MUG.JPG", "", "image/jpeg"],
    ["mug.jpg", "image/jpg", "image/jpeg"],
    ["song.mp3", "audio/mp3", "audio/mpeg"],
    ["table.csv", "application/vnd.ms-excel", "text/csv"],
    ["table.ods", "", "application/vnd.oasis.opendocument.spreadsheet"],
    ["voice.weba", "audio/webm;codecs=opus", "audio/webm"],
    ["drawing.svg", "image/svg+xml", "image/svg+xml"],
    ["README", "", "application/octet-stream"],
  ] as const)
    assert.equal(mediaTypeOf({ name, type }), expected, name);
});

test("what a file is to a person", () => {
  const office = "application/vnd.openxmlformats-officedocument";
  assert.deepEqual(
    ["image/png", "image/svg+xml", "application/pdf", `${office}.wordprocessingml.document`, "text/csv"].map(kindOf),
    ["picture", "other", "pdf", "document", "sheet"],
  );
  assert.deepEqual([`${office}.presentationml.presentation`, "text/plain", "video/quicktime"].map(kindOf), [
    "slides",
    "text",
    "video",
  ]);
});

test("sizes and parts are told in the reader's language", () => {
  assert.deepEqual(
    [14, 24_310, 999_600, 1_260_000, 10_485_760].map((bytes) => sizeText(bytes, "en")),
    ["1 kB", "24 kB", "1 MB", "1.3 MB", "10 MB"],
  );
  assert.equal(sizeText(1_260_000, "de"), "1,3 MB");
  assert.equal(percentText(0.4, "en"), "40%");
});

test("a picture keeps its shape in its room, and is never made larger", () => {
  const room = { width: 200, height: 300 };
  assert.deepEqual(boxOf({ width: 800, height: 600 }, room), { width: 200, height: 150 });
  assert.deepEqual(boxOf({ width: 300, height: 900 }, room), { width: 100, height: 300 });
  assert.deepEqual(boxOf({ width: 120, height: 90 }, room), { width: 120, height: 90 });
  assert.deepEqual(boxOf({ width: 4_000, height: 40 }, room), { width: 200, height: 48 });
});

test("pictures from the clipboard get names of their own, and folders are none", () => {
  const at = Date.UTC(2026, 10, 30, 9, 5, 7);
  const files = [
    new File(["x"], "image.png", { type: "image/png" }),
    new File(["x"], "order.pdf"),
    new File([], "folder"),
  ];
  assert.deepEqual(
    pickedFiles(files, at).map(({ name, mediaType }) => [name, mediaType]),
    [
      ["image-2026-11-30-090507.png", "image/png"],
      ["order.pdf", "application/pdf"],
    ],
  );
});
