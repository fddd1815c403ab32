import assert from "node:assert/strict";
import { test } from "node:test";
import type { CasePage, CaseSummary, EventPage } from "../client/index.ts";
import { TestClock } from "../client/testing/clock.ts";
import { TestServer } from "./network.ts";
import { MAYA, SYSTEM } from "./people.ts";

// What the double says in lists and pages, which no vectors have.

const CUSTOMER = { id: "v_1", role: "customer" } as const;

/** A case that a visitor has opened. */
function opened() {
  const server = new TestServer(new TestClock(), () => 0);
  server.append(CUSTOMER, { action: "open", id: "opening", store: "demo", text: "Where is it?\nIt was a mug." });
  const [log] = server.cases.values();
  const get = (path: string, token = "a_maya") =>
    server.respond({ url: new URL(`http://api${path}`), token, body: null });
  const listed = (list: string) => (get(`/stores/demo/cases?list=${list}`).json as CasePage).cases;
  return { server, log: log!, get, listed };
}

test("a list says where a case stands, and what its view does not say", () => {
  const { log, listed } = opened();
  const [before] = listed("waiting");
  assert.deepEqual([before?.subject, before?.excerpt], ["Where is it?", "Where is it?\nIt was a mug."]);
  log.add(
    { role: "customer", id: "v_1", name: null },
    { kind: "escalated", reason: "customer_asked", tried: null },
    1,
    "a",
  );
  log.add(MAYA, { kind: "tagged", added: ["mug"], removed: [] }, 2, "b");
  log.add(MAYA, { kind: "assigned", agent: MAYA.id!, name: MAYA.name }, 3, "c");
  const asked = listed("waiting")[0]!;
  const { wants_person, asked_person, tags, assignee_name, seq } = asked;
  assert.deepEqual(
    { wants_person, asked_person, tags, assignee_name, seq },
    {
      wants_person: true,
      asked_person: true,
      tags: ["mug"],
      assignee_name: MAYA.name,
      seq: 4,
    },
  );
  assert.ok(asked.place! < before!.place!, "who asked for a person goes first");
  log.add(MAYA, { kind: "message", text: "On its way.", answers: 1, sources: [] }, 4, "d");
  assert.deepEqual(listed("waiting"), []);
  const { wants_person: stillWants, asked_person: stillAsked, last_role, excerpt } = listed("open")[0]!;
  assert.deepEqual([stillWants, stillAsked, last_role, excerpt], [false, undefined, "agent", "On its way."]);
  log.add(SYSTEM, { kind: "resolved" }, 5, "e");
  assert.equal(listed("closed").length, 1);
});

test("a customer sees nothing of how the staff sort their cases, and no other's", () => {
  const { log, get } = opened();
  log.add(MAYA, { kind: "prioritized", priority: "urgent" }, 1, "a");
  log.add(MAYA, { kind: "subject_changed", subject: "A mug" }, 2, "b");
  const own = (get("/cases", "v_1").json as { cases: CaseSummary[] }).cases[0]!;
  assert.deepEqual([own.subject, own.seq, own.priority, own.place], ["Where is it?", 1, undefined, undefined]);
  assert.equal(get(`/cases/${log.id}/events`, "v_2").status, 404);
  assert.deepEqual((get("/cases", "v_2").json as CasePage).cases, []);
});

test("events come in pages, backwards and forwards", () => {
  const { log, get } = opened();
  for (let count = 2; count <= 120; count += 1) log.add(MAYA, { kind: "note", text: `${count}` }, count, `n${count}`);
  const page = (query: string) => get(`/cases/${log.id}/events?${query}`).json as EventPage;
  const ends = ({ events, more }: EventPage) => [events[0]?.seq, events.at(-1)?.seq, more];
  assert.deepEqual(ends(page("")), [71, 120, true]);
  assert.deepEqual(ends(page("before=51")), [1, 50, false]);
  assert.deepEqual(ends(page("after=20")), [21, 70, true]);
  assert.deepEqual(ends(page("after=100")), [101, 120, false]);
});
