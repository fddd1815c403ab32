import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { CaseSummary, Pending } from "../../client/index.ts";
import type { SeenCommand } from "../case_commands.ts";
import { createBulk } from "./bulk.ts";

const summaries = ["a", "b", "c"].map((id) => ({ case: id, seq: 4, status: "waiting" }) as CaseSummary);

/** A case store that holds what it is given until a test says what becomes of it. */
function setUp() {
  const pending = signal<readonly Pending[]>([]);
  const said: string[] = [];
  const given: SeenCommand[] = [];
  let count = 0;
  const add = (command: Pending["command"], state: Pending["state"], heldUntil: number) => {
    const id = `command-${(count += 1)}`;
    const its = (command as { case: string }).case;
    pending.value = [...pending.value, { id, case: its, command, at: 0, state, code: null, heldUntil }];
    return id;
  };
  const remove = (id: string) => (pending.value = pending.value.filter((own) => own.id !== id));
  const store = {
    pending,
    now: signal(0),
    submitAll: (commands: readonly SeenCommand[]) => {
      given.push(...commands);
      return commands.map(({ command }) => add(command, "held", 5_000));
    },
    discard: (id: string) => {
      const own = pending.value.find((one) => one.id === id);
      const isUnsent = own !== undefined && own.state !== "sending";
      if (isUnsent) remove(id);
      return isUnsent;
    },
    sendNow: ({ id, command }: Pending) => {
      remove(id);
      return add(command, "queued", 0);
    },
  };
  const bulk = createBulk(store, (words) => said.push(words));
  const become = (id: string, change: Partial<Pending> | null) => {
    if (change === null) remove(id);
    else pending.value = pending.value.map((own) => (own.id === id ? { ...own, ...change } : own));
  };
  const close = () =>
    bulk.run("close", summaries, ({ case: id }) => (id === "c" ? null : { action: "resolve", case: id }));
  const tag = (text: string) =>
    bulk.run("tag", summaries.slice(1), ({ case: id }) => ({ action: "tag", case: id, add: [text] }));
  const progress = (at = 0) => bulk.progress(bulk.batches.value[at]!);
  return { bulk, pending, given, said, become, close, tag, progress };
}

test("each case gets its own command, as it was seen in the list, and one that is so already gets none", () => {
  const { bulk, given, close, progress } = setUp();
  close();
  assert.deepEqual(
    given.map(({ command, seen }) => [command, seen]),
    [
      [{ action: "resolve", case: "a" }, 4],
      [{ action: "resolve", case: "b" }, 4],
    ],
  );
  assert.equal(bulk.batches.value[0]?.skipped, 1);
  assert.deepEqual(progress(), { isHeld: true, done: 0, waiting: 2, failed: [] });
});

test("one undo stops all of it", () => {
  const { bulk, pending, said, close } = setUp();
  close();
  assert.equal(bulk.undo("command-2"), true);
  assert.deepEqual([pending.value, bulk.batches.value, said.length], [[], [], 1]);
  assert.equal(bulk.undo("command-2"), false);
});

test("what is under way already is not undone and stays in the result", () => {
  const { bulk, become, close, progress } = setUp();
  close();
  become("command-1", { state: "sending" });
  bulk.undo("command-2");
  assert.deepEqual(progress(), { isHeld: false, done: 0, waiting: 1, failed: [] });
});

test("it is told how many were done and which were refused", () => {
  const { bulk, become, pending, close, progress } = setUp();
  close();
  become("command-1", null);
  become("command-2", { state: "failed", code: "conflict" });
  const { done, waiting, failed } = progress();
  assert.deepEqual([done, waiting, failed.map(({ summary }) => summary.case)], [1, 0, ["b"]]);
  bulk.dismiss(bulk.batches.value[0]!);
  assert.deepEqual([pending.value, bulk.batches.value], [[], []]);
});

test("sent at once, the commands have other ids and are of the batch all the same", () => {
  const { bulk, close, progress } = setUp();
  close();
  assert.equal(bulk.sendNow("command-1"), true);
  assert.deepEqual([...bulk.batches.value[0]!.commands.keys()], ["command-3", "command-4"]);
  assert.equal(progress().isHeld, false);
});

test("each undo stops its own: what was done before can be undone after what was done last", () => {
  const { bulk, pending, said, close, tag } = setUp();
  close();
  tag("vip");
  const left = () => pending.value.map(({ command }) => command.action);
  assert.deepEqual(left(), ["resolve", "resolve", "tag", "tag"]);
  assert.equal(bulk.undo("command-4"), true);
  assert.deepEqual(left(), ["resolve", "resolve"]);
  assert.equal(bulk.undo("command-2"), true);
  assert.deepEqual([left(), bulk.batches.value, said.length], [[], [], 2]);
});

test("the one before goes out by itself while the last is undone, and each has its result", () => {
  const { bulk, become, close, tag, progress } = setUp();
  close();
  tag("vip");
  become("command-1", null);
  become("command-2", { state: "failed", code: "conflict" });
  assert.equal(bulk.undo("command-3"), true);
  const { done, failed } = progress();
  assert.deepEqual([bulk.batches.value.length, done, failed.map(({ summary }) => summary.case)], [1, 1, ["b"]]);
});

test("the result of what went well makes room for what is done next", () => {
  const { bulk, become, close, tag } = setUp();
  close();
  become("command-1", null);
  become("command-2", null);
  tag("vip");
  assert.deepEqual(
    bulk.batches.value.map(({ kind }) => kind),
    ["tag"],
  );
});
