import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseView, EventBody, EventView } from "./generated/wire.ts";
import { Replica } from "./replica.ts";

function event(
  seq: number,
  prev = seq - 1,
  body: EventBody = { kind: "message", text: `${seq}`, answers: null, sources: [] },
): EventView {
  return {
    seq,
    prev_visible: prev,
    at: seq,
    id: `command-${seq}`,
    author: { role: "customer", id: "v_1", name: null },
    body,
  };
}

function view(head: number): CaseView {
  return {
    case: "c",
    store: "demo",
    customer: "v_1",
    status: "waiting",
    head,
    assignee: null,
    opened_at: 0,
    waiting_since: 0,
    customer_seq: 1,
    person_seq: 0,
    suggestion: null,
  };
}

function seqs(replica: Replica): number[] {
  return replica.events.map(({ seq }) => seq);
}

test("events come in any order and any number of times, and are held once and in order", () => {
  const replica = new Replica();
  for (const seq of [1, 3, 2, 2, 3, 1, 4]) replica.merge([event(seq)]);
  assert.deepEqual(seqs(replica), [1, 2, 3, 4]);
  assert.equal(replica.hasGap, false);
});

test("what lies beyond a gap waits until the gap is closed", () => {
  const replica = new Replica();
  replica.merge([event(1), event(5, 3)]);
  assert.deepEqual([seqs(replica), replica.hasGap], [[1], true]);
  const fresh = replica.merge([event(3, 1)]);
  assert.deepEqual([fresh.map(({ seq }) => seq), replica.hasGap], [[3, 5], false]);
});

test("a hidden event is no gap: the numbers jump, the chain does not", () => {
  const replica = new Replica();
  replica.merge([event(1), event(4, 1)]);
  assert.deepEqual([seqs(replica), replica.hasGap], [[1, 4], false]);
});

test("an empty replica starts with a page, not with a push from the middle of the log", () => {
  const replica = new Replica();
  replica.merge([event(9, 8)]);
  assert.deepEqual([seqs(replica), replica.hasGap], [[], true]);
  replica.begin([event(7), event(8)], view(8));
  assert.deepEqual([seqs(replica), replica.hasOlder], [[7, 8, 9], true]);
});

test("earlier pages come in front, and the log's first event ends them", () => {
  const replica = new Replica();
  replica.begin([event(3), event(4)], view(4));
  replica.prepend([event(1), event(2), event(3)]);
  assert.deepEqual([seqs(replica), replica.hasOlder], [[1, 2, 3, 4], false]);
});

test("a withdrawal empties the event that it names, and stays as a mark of its own", () => {
  const replica = new Replica();
  replica.merge([event(1), event(2), event(3, 2, { kind: "withdrawn", of: 2 })]);
  assert.deepEqual(
    replica.events.map(({ body }) => ("text" in body ? body.text : body.kind)),
    ["1", null, "withdrawn"],
  );
});

test("an erasure empties all events before it, however they come, and none after", () => {
  const said = (seq: number) => {
    const text = event(seq);
    return {
      ...text,
      author: { ...text.author, name: "SECRET" },
      body: {
        kind: "message",
        text: "SECRET",
        answers: null,
        sources: [{ answer: "a", question: "SECRET", quote: "SECRET" }],
      },
    } as EventView;
  };
  const rated = { ...event(5), body: { kind: "rated", score: 2, comment: "SECRET" } } as EventView;
  const began = {
    ...event(1),
    body: {
      kind: "opened",
      text: "SECRET",
      locale: null,
      pre_chat: { answers: [{ field: "name", kind: "name", label: "SECRET", value: "SECRET" }], consent: "v1" },
    },
  } as EventView;
  const note = { ...event(2), body: { kind: "note", text: "SECRET", mentions: ["SECRET"] } } as EventView;
  const sorted = [
    { ...event(3), body: { kind: "subject_changed", subject: "SECRET" } },
    { ...event(4), body: { kind: "tagged", added: ["SECRET"], removed: ["SECRET"] } },
  ] as EventView[];
  const later = { ...event(7), body: { kind: "message", text: "later", answers: null, sources: [] } } as EventView;
  const pushed = new Replica();
  pushed.merge([began, note, ...sorted, rated]);
  pushed.merge([event(6, 5, { kind: "erased" }), later]);
  const read = new Replica();
  read.begin([...sorted, rated, event(6, 5, { kind: "erased" }), later], view(7));
  read.prepend([said(1), said(2)]);
  for (const replica of [pushed, read]) {
    assert.deepEqual(seqs(replica), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(replica.events[3]?.body, { kind: "tagged", added: [], removed: [] });
    const kept = replica.keep({});
    assert.ok(!kept.includes("SECRET") && kept.includes("later"), kept);
  }
  const { body } = pushed.events[0]!;
  assert.deepEqual(body.kind === "opened" && body.pre_chat, { answers: [], consent: "v1" });
});

test("a push moves the view on as the service would", () => {
  const replica = new Replica();
  replica.begin([event(1)], view(1));
  const reply = { ...event(2), author: { role: "agent", id: "a_1", name: "Ines" } } as EventView;
  replica.merge([reply]);
  assert.deepEqual([replica.view?.status, replica.view?.person_seq, replica.view?.waiting_since], ["open", 2, null]);
  replica.merge([event(3, 2, { kind: "resolved" })]);
  assert.equal(replica.view?.status, "resolved");
  replica.merge([event(4, 3, { kind: "reopened" })]);
  assert.deepEqual([replica.view?.status, replica.view?.head], ["waiting", 4]);
});

test("an older view of the service does not undo a newer one", () => {
  const replica = new Replica();
  replica.begin([event(1), event(2)], view(2));
  replica.merge([], { ...view(1), status: "resolved" });
  assert.equal(replica.view?.status, "waiting");
});

test("what is stored is bounded, and is the end of the log", () => {
  const replica = new Replica();
  replica.merge(Array.from({ length: 200 }, (_, index) => event(index + 1)));
  const restored = Replica.restore(replica.keep({}));
  assert.deepEqual([restored.events.length, restored.head, restored.hasOlder], [50, 200, true]);
});
