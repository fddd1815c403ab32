import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventBody, EventView, Pending, Role } from "../../client/index.ts";
import { rows, type Row, type RowsOf } from "./rows.ts";
import { awaitsPerson, opinion, ratingOf, speaker } from "./standing.ts";
import { en } from "./words/en.ts";
import "./words/en_more.ts";

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE = 60_000;

function log(...said: [role: Role, body: EventBody | string, minute?: number][]): EventView[] {
  return said.map(([role, what, minute], index) => {
    const body: EventBody =
      typeof what === "string" ? { kind: "message", text: what, answers: null, sources: [] } : what;
    const author = {
      role,
      id: role === "customer" ? "v_1" : role === "agent" ? "a_1" : null,
      name: role === "agent" ? "Ines" : null,
    };
    return {
      seq: index + 1,
      prev_visible: index,
      at: NOON + (minute ?? index) * MINUTE,
      id: `command-${index}`,
      author,
      body,
    };
  });
}

function of(events: EventView[], more: Partial<RowsOf> = {}): Row[] {
  return rows({ me: "v_1", events, pending: [], reads: {}, isConnected: true, ...more }, en);
}

/** Who says how much, and what stands between. */
function shape(list: Row[]): string[] {
  return list.map((row) =>
    row.kind === "turn"
      ? `${row.side}: ${row.bubbles.map(({ text }) => text).join(" / ")}`
      : row.kind === "line"
        ? row.text
        : "day",
  );
}

test("what one side says without a break is one turn, and a new day has a heading", () => {
  const list = of(log(["customer", "a"], ["customer", "b"], ["agent", "c"], ["customer", "d", 24 * 60]));
  assert.deepEqual(shape(list), ["day", "me: a / b", "person: c", "day", "me: d"]);
});

test("events without words are lines, and hidden kinds are nothing", () => {
  const list = of(
    log(
      ["customer", "a"],
      ["customer", { kind: "escalated", reason: "customer_asked", tried: null }],
      ["agent", { kind: "assigned", agent: "a_1", name: "Ines" }],
      ["agent", { kind: "unassigned" }],
      ["agent", { kind: "resolved" }],
      ["customer", { kind: "rated", score: 4, comment: null }],
    ),
  );
  assert.deepEqual(shape(list), [
    "day",
    "me: a",
    en.askedForPerson,
    "Ines joined",
    en.closedLine,
    "You rated us 4 out of 5",
  ]);
});

test("what was erased is one line that says so, and what is said after it is as usual", () => {
  const gone: EventBody = { kind: "message", text: null, answers: null, sources: [] };
  const list = of(log(["customer", gone], ["agent", gone], ["agent", { kind: "erased" }], ["customer", "Hello again"]));
  assert.deepEqual(shape(list), ["day", en.erased, "me: Hello again"]);
});

test("a rating that was changed at once, or got its words, is one line", () => {
  const rated = (score: number, comment: string | null): [Role, EventBody] => [
    "customer",
    { kind: "rated", score, comment },
  ];
  const list = of(
    log(["agent", { kind: "resolved" }], rated(2, null), rated(4, null), rated(4, "Good"), ["customer", "a"]),
  );
  assert.deepEqual(shape(list), ["day", en.closedLine, "You rated us 4 out of 5", "me: a"]);
});

test("one's own message says how far it has come", () => {
  const pending = (state: Pending["state"]): Pending => ({
    id: "p",
    case: "c",
    command: { action: "send", case: "c", text: "x" },
    at: NOON,
    state,
    code: null,
    heldUntil: 0,
  });
  const progress = (more: Partial<RowsOf>) =>
    of(log(["customer", "a"]), more).flatMap((row) =>
      row.kind === "turn" ? row.bubbles.map((bubble) => bubble.progress) : [],
    );
  assert.deepEqual(progress({}), ["sent"]);
  assert.deepEqual(progress({ reads: { a_1: 1, v_1: 1 } }), ["read"]);
  assert.deepEqual(progress({ reads: { v_1: 1 } }), ["sent"], "one's own reading is no receipt");
  assert.deepEqual(progress({ pending: [pending("queued")] }), ["sent", "sending"]);
  assert.deepEqual(progress({ pending: [pending("sending")], isConnected: false }), ["sent", "waits"]);
  assert.deepEqual(progress({ pending: [pending("failed")] }), ["sent", "failed"]);
});

test("a withdrawn message leaves its place", () => {
  const list = of(log(["agent", { kind: "message", text: null, answers: null, sources: [] }]));
  assert.deepEqual(shape(list), ["day", "person: "]);
});

test("a person is awaited from the asking until one speaks", () => {
  const asked: [Role, EventBody] = ["customer", { kind: "escalated", reason: "customer_asked", tried: null }];
  const thread = (events: EventView[]) => ({ events, pending: [] });
  assert.equal(awaitsPerson(thread(log(["customer", "a"], asked))), true);
  assert.equal(awaitsPerson(thread(log(["customer", "a"], asked, ["assistant", "b"]))), true);
  assert.equal(awaitsPerson(thread(log(["customer", "a"], asked, ["agent", "b"]))), false);
  assert.equal(awaitsPerson(thread(log(["customer", "a"], asked, ["agent", { kind: "resolved" }]))), false);
  assert.equal(speaker(log(["agent", "a"], ["assistant", "b"], ["customer", "c"]))?.name, "Ines");
});

test("a rating belongs to the closing before it", () => {
  const rated: [Role, EventBody] = ["customer", { kind: "rated", score: 2, comment: null }];
  const resolved: [Role, EventBody] = ["agent", { kind: "resolved" }];
  assert.equal(ratingOf(log(resolved, rated))?.score, 2);
  assert.equal(ratingOf(log(resolved, rated, resolved)), null);
});

test("the newest rating counts, and may be changed for a day from when the first was given", () => {
  const resolved: [Role, EventBody] = ["agent", { kind: "resolved" }];
  const first: [Role, EventBody] = ["customer", { kind: "rated", score: 2, comment: null }];
  const second: [Role, EventBody] = ["customer", { kind: "rated", score: 5, comment: "Better" }];
  const until = NOON + MINUTE + 24 * 60 * MINUTE;
  assert.deepEqual(ratingOf(log(resolved, first, second)), { score: 5, comment: "Better", until });
});

test("what somebody wrote before they signed in has come as far as their own words, and no further for their own looking", () => {
  const claimed: [Role, EventBody] = ["customer", { kind: "claimed", from: "v_1" }];
  const events = log(["customer", "a"], claimed);
  const progress = (reads: Record<string, number>): unknown => {
    const turn = of(events, { me: "c_1", reads }).find(({ kind }) => kind === "turn");
    return turn?.kind === "turn" && turn.bubbles[0]?.progress;
  };
  assert.equal(progress({ v_1: 1 }), "sent");
  assert.equal(progress({ v_1: 1, a_1: 1 }), "read");
});

test("only the assistant's newest answer is asked about, until a person is asked for or there", () => {
  const asked: [Role, EventBody] = ["customer", { kind: "escalated", reason: "customer_asked", tried: null }];
  const helped: [Role, EventBody] = ["customer", { kind: "helped", of: 2 }];
  const of = (...said: Parameters<typeof log>) => opinion({ events: log(...said), pending: [] });
  assert.equal(of(["customer", "a"]), null);
  assert.deepEqual(of(["customer", "a"], ["assistant", "b"], ["customer", "c"]), { of: 2, isGiven: false });
  assert.deepEqual(of(["customer", "a"], ["assistant", "b"], ["assistant", "c"]), { of: 3, isGiven: false });
  assert.deepEqual(of(["customer", "a"], ["assistant", "b"], helped), { of: 2, isGiven: true });
  assert.equal(of(["customer", "a"], ["assistant", "b"], asked), null);
  assert.equal(of(["customer", "a"], ["assistant", "b"], ["agent", "c"]), null);
  assert.equal(of(["customer", "a"], ["assistant", "b"], ["agent", { kind: "resolved" }]), null);
});

test("a verdict counts from the click on, and a no asks for a person", () => {
  const events = log(["customer", "a"], ["assistant", "b"]);
  const judged = (yes: boolean): Pending[] => [
    {
      id: "p",
      case: "c",
      command: { action: "helped", case: "c", of: 2, yes },
      at: NOON,
      state: "queued",
      code: null,
      heldUntil: 0,
    },
  ];
  assert.deepEqual(opinion({ events, pending: judged(true) }), { of: 2, isGiven: true });
  assert.equal(opinion({ events, pending: judged(false) }), null);
  assert.equal(awaitsPerson({ events, pending: judged(false) }), true);
});
