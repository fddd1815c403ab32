import assert from "node:assert/strict";
import { test } from "node:test";
import { strFromU8, strToU8, unzipSync } from "fflate";
import type { Attachment, CustomerExport, EventView } from "../../client/index.ts";
import { archiveOf, readFile } from "./archive.ts";

function file(id: string, name: string): Attachment {
  return { id, name, media_type: "image/png", size: 3, has_thumbnail: false };
}

function exported(...messages: [string, Attachment[]][]): CustomerExport {
  const cases = messages.map(([id, files]) => {
    const body = { kind: "message", text: "look", answers: null, sources: [], files };
    const event = {
      seq: 1,
      prev_visible: 0,
      at: 1,
      id: "one",
      author: { role: "customer", id: null, name: null },
      body,
    };
    const about = { opened_at: 1, status: "open" as const, subject: null, tags: [], rating: null };
    return { case: id, ...about, events: [event as unknown as EventView] };
  });
  return { version: 1, store: "demo", at: 1, profile: { id: "c_1", signed_in: true }, cases, next: null };
}

async function entries(zip: Blob): Promise<Record<string, string>> {
  const unpacked = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  return Object.fromEntries(Object.entries(unpacked).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

test("an archive has each file once, under its case, with the document and the page that links to it", async () => {
  const whole = exported(["a", [file("f1", "mug.png"), file("f1", "mug.png")]], ["b", [file("f1", "other.png")]]);
  const told: string[] = [];
  const { zip, missing } = await archiveOf(
    whole,
    (pathOf) => `page ${pathOf("a", "f1")}`,
    async (caseId) => strToU8(`bytes of ${caseId}`),
    (done, all) => told.push(`${done} of ${all}`),
  );
  const found = await entries(zip);
  assert.deepEqual(Object.keys(found), ["files/a/f1-mug.png", "files/b/f1-other.png", "data.json", "page.html"]);
  assert.equal(found["files/b/f1-other.png"], "bytes of b");
  assert.deepEqual(JSON.parse(found["data.json"] ?? ""), whole);
  assert.equal(found["page.html"], "page files/a/f1-mug.png");
  assert.deepEqual([missing, told], [0, ["0 of 2", "1 of 2"]]);
});

test("a file that is gone is counted, and the page does not lead to it", async () => {
  const whole = exported(["a", [file("f1", "mug.png"), file("f2", "gone.png")]]);
  const { zip, missing } = await archiveOf(
    whole,
    (pathOf) => `${pathOf("a", "f1")} ${pathOf("a", "f2")}`,
    async (_, id) => (id === "f2" ? null : strToU8("bytes")),
    () => {},
  );
  assert.equal(missing, 1);
  assert.equal((await entries(zip))["page.html"], "files/a/f1-mug.png null");
});

test("a name leads nowhere else", async () => {
  const names = ["../../evil.sh", "C:\\Windows\\a.txt", "a\u0000b?.png", "dots. ."];
  const whole = exported(["a", names.map((name, at) => file(`f${at}`, name))]);
  const { zip } = await archiveOf(
    whole,
    () => "",
    async () => strToU8("x"),
    () => {},
  );
  const paths = Object.keys(await entries(zip)).filter((path) => path.startsWith("files/"));
  assert.deepEqual(paths, [
    "files/a/f0-.._.._evil.sh",
    "files/a/f1-C__Windows_a.txt",
    "files/a/f2-a_b_.png",
    "files/a/f3-dots",
  ]);
});

test("a file is tried again where that may help, and one that is gone is not", async (t) => {
  const links = { url: "https://files.example/one", expires_at: 1 };
  const bytesAfter = async (...statuses: number[]) => {
    const asked = t.mock.method(
      globalThis,
      "fetch",
      async () => new Response("x", { status: statuses.shift() ?? 200 }),
    );
    try {
      return await readFile(
        async () => links,
        async () => {},
      ).then(
        (bytes) => [bytes && strFromU8(bytes), asked.mock.callCount()],
        () => ["rejected", asked.mock.callCount()],
      );
    } finally {
      asked.mock.restore();
    }
  };
  assert.deepEqual(await bytesAfter(503, 403), ["x", 3]);
  assert.deepEqual(await bytesAfter(404), [null, 1]);
  assert.deepEqual(await bytesAfter(503, 503, 503), ["rejected", 3]);
});
