import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES } from "../../testing/files.ts";
import type { Tab } from "../testing/tab.ts";
import { World } from "../testing/world.ts";
import type { UploadQueue } from "./upload_queue.ts";

const MUG = { name: "broken-mug.jpg", mediaType: "image/jpeg", bytes: new Blob(["a broken mug"]) };
const NOTE = { name: "note.txt", mediaType: "text/plain", bytes: new Blob(["read me"]) };

/** A file on disk that is no longer as it was when it was picked. */
class Changed extends Blob {
  override slice(): Blob {
    return this;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.reject(new DOMException("changed", "NotReadableError"));
  }
}

/** Attaches a file in a case's composer. */
const attach = (tab: Tab, place: string, file = MUG) => tab.uploads.add(place, "demo", RULES, file);

/** A message with what lies in the case's composer. */
function send(tab: Tab, caseId: string, text: string): string {
  return tab.client.submit({ action: "send", case: caseId, text, files: tab.uploads.take(caseId) });
}

const states = (uploads: UploadQueue) => uploads.uploads.get().map(({ state }) => state);

/** The names of the files of each message of a case that has some. */
function filesIn(world: World, caseId: string): string[][] {
  return (world.server.cases.get(caseId)?.events ?? []).flatMap(({ body }) =>
    "files" in body && body.files ? [body.files.map(({ name }) => name)] : [],
  );
}

test("a file is sent while its author writes, with its progress, and is ready once the service has looked at it", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const seen: string[] = [];
  tab.uploads.uploads.subscribe(([upload]) =>
    seen.push(`${upload?.state} ${Math.round((upload?.progress ?? 0) * 100)}`),
  );
  attach(tab, caseId);
  await world.clock.advance(3_000);
  assert.deepEqual(
    [...new Set(seen)],
    [
      "waiting 0",
      "uploading 0",
      "uploading 25",
      "uploading 50",
      "uploading 75",
      "uploading 100",
      "checking 100",
      "ready 100",
    ],
  );
  const [asked] = world.server.files.asked;
  assert.deepEqual([asked?.name, asked?.media_type, asked?.size], ["broken-mug.jpg", "image/jpeg", 12]);
});

test("a message with files waits until they are ready, and what follows waits behind it", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  attach(tab, caseId);
  attach(tab, caseId, NOTE);
  const id = send(tab, caseId, "look");
  tab.client.submit({ action: "send", case: caseId, text: "after it" });
  await world.clock.advance(300);
  assert.deepEqual(world.texts(caseId), ["hello"]);
  assert.equal(tab.client.pending.get().find((each) => each.id === id)?.state, "queued");
  await world.clock.advance(5_000);
  assert.deepEqual(world.texts(caseId), ["hello", "look", "after it"]);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg", "note.txt"]]);
  assert.equal(world.server.arrived.get(id)?.length, 1, "it goes once");
  assert.deepEqual(tab.uploads.uploads.get(), [], "and nothing stays here");
});

test("a message of files alone opens a case", async () => {
  const world = new World();
  const tab = world.visitor();
  attach(tab, "demo");
  tab.client.open({ store: "demo", text: "", files: tab.uploads.take("demo") });
  await world.clock.advance(5_000);
  const [log] = world.server.cases.values();
  assert.deepEqual(filesIn(world, log!.id), [["broken-mug.jpg"]]);
});

test("what is offline waits, and goes on as soon as the network is back", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  tab.goOnline(false);
  attach(tab, caseId);
  send(tab, caseId, "look");
  await world.clock.advance(60_000);
  assert.deepEqual(states(tab.uploads), ["waiting"]);
  tab.goOnline(true);
  await world.clock.advance(60_000);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg"]]);
});

test("a break on the way is tried again, with pauses that grow, and a form that is too old is asked for anew", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  world.server.bucketRefuses.push(503, 403, 0, 503);
  attach(tab, caseId);
  send(tab, caseId, "look");
  await world.clock.advance(60_000);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg"]]);
  const forms = world.server.files.asked;
  assert.equal(forms.length, 5);
  assert.equal(new Set(forms.map(({ id }) => id)).size, 1, "always under the same id");
});

test("files and their message survive the page, in the middle of an upload", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  attach(tab, caseId);
  send(tab, caseId, "look");
  await world.clock.advance(250);
  assert.deepEqual(states(tab.uploads), ["uploading"]);
  tab.kill();
  const again = world.visitor(machine);
  assert.equal(again.uploads.named([]).length, 0);
  await world.clock.advance(20_000);
  assert.deepEqual([world.texts(caseId), filesIn(world, caseId)], [["hello", "look"], [["broken-mug.jpg"]]]);
  assert.deepEqual(await machine.files.all("v:demo"), []);
});

test("what lies in a composer survives the page, and is not sent again where the service has it", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  attach(tab, caseId);
  await world.clock.advance(5_000);
  attach(tab, caseId, NOTE);
  await world.clock.advance(150);
  tab.kill();
  const again = world.visitor(machine);
  assert.deepEqual(again.uploads.of(caseId), []);
  await world.clock.advance(5_000);
  assert.deepEqual(
    again.uploads.of(caseId).map(({ name, state }) => [name, state]),
    [
      ["broken-mug.jpg", "ready"],
      ["note.txt", "ready"],
    ],
  );
  assert.equal(world.server.files.asked.filter(({ name }) => name === "broken-mug.jpg").length, 1);
});

test("two tabs do not send the same file", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.goOnline(false);
  attach(tab, caseId);
  const other = world.visitor(machine);
  assert.deepEqual(other.uploads.of(caseId), []);
  await world.clock.advance(5_000);
  assert.deepEqual([other.uploads.of(caseId).length, world.server.files.asked.length], [0, 0]);
  tab.kill();
  await world.clock.advance(5_000);
  assert.deepEqual(states(other.uploads), ["ready"]);
});

test("a file that is removed on its way stops, and its message goes without it", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  const id = attach(tab, caseId);
  attach(tab, caseId, NOTE);
  await world.clock.advance(200);
  tab.uploads.remove(id);
  send(tab, caseId, "look");
  await world.clock.advance(5_000);
  assert.deepEqual(filesIn(world, caseId), [["note.txt"]]);
  assert.equal(world.server.files.files.get(id)?.view.state, "waiting", "its bytes never came");
  assert.deepEqual(await machine.files.all("v:demo"), []);
});

test("a second click sends nothing twice: the first one has taken the files", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  attach(tab, caseId);
  send(tab, caseId, "look");
  assert.deepEqual(tab.uploads.take(caseId), []);
  await world.clock.advance(5_000);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg"]]);
});

test("what can't be taken is known before anybody is asked, and no message takes it", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  attach(tab, caseId, { ...MUG, bytes: new Blob([]) });
  attach(tab, caseId, { ...MUG, bytes: { size: RULES.max_bytes + 1 } as Blob });
  attach(tab, caseId, { ...MUG, name: "page.html", mediaType: "text/html" });
  await world.clock.advance(1_000);
  assert.deepEqual(
    tab.uploads.of(caseId).map(({ state, reason }) => [state, reason]),
    [
      ["refused", "empty"],
      ["refused", "file_too_large"],
      ["refused", "media_type_not_allowed"],
    ],
  );
  assert.deepEqual([tab.uploads.take(caseId), world.server.files.asked], [[], []]);
});

test("what the service refuses says why; what may pass can be tried again", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  world.server.files.refusal = "storage_full";
  const id = attach(tab, caseId);
  await world.clock.advance(1_000);
  assert.deepEqual(tab.uploads.of(caseId)[0]?.reason, "storage_full");
  tab.uploads.retry(id);
  await world.clock.advance(5_000);
  assert.deepEqual(states(tab.uploads), ["ready"]);
});

test("who attaches too much waits as long as the service says", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  world.server.files.refusal = "rate_limited";
  attach(tab, caseId);
  await world.clock.advance(1_500);
  assert.deepEqual([states(tab.uploads), world.server.files.asked.length], [["waiting"], 1]);
  await world.clock.advance(10_000);
  assert.deepEqual(states(tab.uploads), ["ready"]);
});

test("a message whose file turns out to be no picture is not sent, and loses nothing", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  world.server.files.verdict = ({ view }) => (view.name === "note.txt" ? null : "not_its_type");
  attach(tab, caseId);
  attach(tab, caseId, NOTE);
  const id = send(tab, caseId, "look");
  await world.clock.advance(5_000);
  const [failed] = tab.client.pending.get();
  assert.deepEqual([failed?.state, failed?.code], ["failed", "file_not_ready"]);
  assert.equal(world.server.arrived.get(id), undefined, "the service was not even asked");
  const files = tab.uploads.named((failed!.command as { files: string[] }).files);
  assert.deepEqual(
    files.map(({ state, reason }) => [state, reason]),
    [
      ["refused", "not_its_type"],
      ["ready", null],
    ],
  );
  // Its author goes on with the rest.
  tab.uploads.restore(
    files.map((file) => file.id),
    caseId,
  );
  tab.client.discard(id);
  await world.clock.advance(1_000);
  assert.equal(tab.uploads.of(caseId).length, 2);
  send(tab, caseId, "look");
  await world.clock.advance(5_000);
  assert.deepEqual(filesIn(world, caseId), [["note.txt"]]);
});

test("a message that the service refuses for a file it no longer has goes after all, with the bytes sent again", async () => {
  const world = new World();
  const { tab, caseId } = await world.opened();
  const file = attach(tab, caseId);
  await world.clock.advance(5_000);
  world.server.files.files.delete(file);
  const id = send(tab, caseId, "look");
  await world.clock.advance(5_000);
  assert.equal(tab.client.pending.get()[0]?.code, "file_not_ready");
  tab.uploads.recheck([file]);
  tab.client.retry(id);
  await world.clock.advance(5_000);
  assert.deepEqual([world.texts(caseId), filesIn(world, caseId)], [["hello", "look"], [["broken-mug.jpg"]]]);
});

test("a message whose files nobody has any more is given back after a while, with its text", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  tab.goOnline(false);
  const file = attach(tab, caseId);
  send(tab, caseId, "look");
  await world.clock.advance(100);
  tab.kill();
  await machine.files.remove(file);
  const again = world.visitor(machine);
  assert.deepEqual(again.uploads.of(caseId), []);
  await world.clock.advance(20_000);
  const [left] = again.client.pending.get();
  assert.deepEqual([left?.state, left?.code], ["failed", "file_not_ready"]);
  assert.equal((left!.command as { text: string }).text, "look");
});

test("a page that goes leaves a message whose files are on their way to the next one", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  attach(tab, caseId);
  send(tab, caseId, "look");
  tab.client.flushOnUnload();
  tab.kill();
  await world.clock.advance(1_000);
  assert.deepEqual(world.texts(caseId), ["hello"]);
  assert.equal(world.visitor(machine).uploads.of(caseId).length, 0);
  await world.clock.advance(20_000);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg"]]);
});

test("a picked file that was changed since is sent as it was kept, and is lost where it was not", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  for (const isKept of [true, false]) {
    const file = attach(tab, caseId, { ...MUG, bytes: new Changed(["a broken mug"]) });
    if (isKept) await machine.files.put((await machine.files.all())[0]!, MUG.bytes);
    else await machine.files.remove(file);
    await world.clock.advance(5_000);
    const [upload] = tab.uploads.named([file]);
    assert.deepEqual([upload?.state, upload?.reason], isKept ? ["ready", null] : ["refused", "lost"]);
  }
});

test("what nobody has come for in a month goes, whosever it is", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  attach(tab, caseId);
  await world.clock.advance(5_000);
  const [kept] = await machine.files.all();
  const day = 24 * 60 * 60_000;
  await machine.files.put({ ...kept!, id: "old", scope: "c:other", at: kept!.at - 31 * day });
  await machine.files.put({ ...kept!, id: "young", scope: "c:other", at: kept!.at - 29 * day });
  assert.equal(world.visitor(machine).uploads.named(["old"]).length, 0);
  await world.clock.advance(1_000);
  const ids = (await machine.files.all()).map(({ id }) => id);
  assert.deepEqual(ids.sort(), [kept!.id, "young"].sort());
});

test("a message that another tab has left later finds its files there, and has the whole time for it", async () => {
  const world = new World();
  const machine = world.machine();
  const { tab, caseId } = await world.opened(machine);
  const other = world.visitor(machine);
  assert.deepEqual(other.uploads.of(caseId), []);
  await world.clock.advance(60_000);
  tab.goOnline(false);
  attach(tab, caseId);
  send(tab, caseId, "look");
  await world.clock.advance(1_000);
  tab.kill();
  // It looks again for what others have left.
  other.goOnline(false);
  other.goOnline(true);
  await world.clock.advance(20_000);
  assert.deepEqual(filesIn(world, caseId), [["broken-mug.jpg"]]);
  assert.deepEqual(other.client.pending.get(), []);
});
