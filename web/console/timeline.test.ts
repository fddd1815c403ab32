import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventBody, EventView, Role } from "../client/index.ts";
import { approval, liveSuggestion } from "./suggestion.ts";
import { lastSeen, timeline } from "./timeline.ts";

const MINUTE = 60_000;
const day = (at: number) => String(Math.floor(at / (24 * 60 * MINUTE)));

/** A log out of bodies, one minute apart. */
function log(...said: [Role, EventBody][]): EventView[] {
  return said.map(([role, body], index) => ({
    seq: index + 1,
    prev_visible: index,
    at: index * MINUTE,
    id: `id-${index + 1}`,
    author: { role, id: role, name: role },
    body,
  }));
}

const opened: EventBody = { kind: "opened", text: "Where is it?", locale: null };
const message = (text: string): EventBody => ({ kind: "message", text, answers: null, sources: [] });
const suggested: EventBody = {
  kind: "suggested",
  answers: 1,
  text: "On its way.",
  sources: [],
  grounds: { found_by: "words", approvals: 0 },
};
const keys = (events: EventView[]) => timeline(events, [], day).map((entry) => entry.kind);

test("the first words come under their day", () => {
  assert.deepEqual(keys(log(["customer", opened], ["agent", message("Hello")], ["agent", { kind: "resolved" }])), [
    "day",
    "speech",
    "speech",
    "line",
  ]);
});

test("a caption is shown where the speaker changes", () => {
  const entries = timeline(
    log(["customer", opened], ["customer", message("Hello?")], ["agent", message("Hi")]),
    [],
    day,
  );
  assert.deepEqual(
    entries.map((entry) => entry.kind === "speech" && entry.startsGroup),
    [false, true, false, true],
  );
});

test("words that were erased are known from those that were withdrawn", () => {
  const entries = timeline(
    log(["customer", opened], ["lead", { kind: "erased" }], ["customer", message("Hello again")]),
    [],
    day,
  );
  assert.deepEqual(
    entries.flatMap((entry) => (entry.kind === "speech" ? [entry.isErased] : [])),
    [true, false],
  );
});

test("a note is a note, whoever wrote it, and an approved draft is a person's", () => {
  const approved: EventBody = {
    kind: "approved",
    suggestion: 2,
    answers: 1,
    text: "On its way.",
    edited: true,
    sources: [],
  };
  const entries = timeline(
    log(["customer", opened], ["assistant", suggested], ["agent", approved], ["lead", { kind: "note", text: "Done." }]),
    [],
    day,
  );
  const voices = entries.flatMap((entry) => (entry.kind === "speech" ? [entry.voice] : []));
  assert.deepEqual(voices, ["customer", "person", "note"]);
  assert.equal(entries[2]?.kind === "speech" && entries[2].draft, "edited");
});

test("withdrawn words are gone and their place stays", () => {
  const entries = timeline(
    log(["customer", opened], ["agent", message("Wrong case")], ["agent", { kind: "withdrawn", of: 2 }]),
    [],
    day,
  );
  assert.equal(entries.length, 3);
  const gone = entries[2]?.kind === "speech" ? entries[2] : null;
  assert.equal(gone?.text, null);
  assert.equal(gone?.withdrawnBy, gone?.author.id);
});

test("what the customer has read is shown at the last own words before it", () => {
  const entries = timeline(
    log(["customer", opened], ["agent", message("a")], ["agent", message("b")], ["customer", message("c")]),
    [],
    day,
  );
  assert.equal(lastSeen(entries, 4), 3);
  assert.equal(lastSeen(entries, 2), 2);
  assert.equal(lastSeen(entries, 1), 0);
});

test("a draft lives until it is decided, a person speaks or the case ends", () => {
  const drafted = log(["customer", opened], ["assistant", suggested]);
  assert.equal(liveSuggestion(drafted)?.seq, 2);
  assert.equal(liveSuggestion(drafted)?.isStale, false);
  for (const [role, body] of [
    ["agent", message("Me first")],
    ["agent", { kind: "rejected", suggestion: 2, reason: "tone" }],
    ["lead", { kind: "resolved" }],
  ] as [Role, EventBody][]) {
    assert.equal(liveSuggestion(log(["customer", opened], ["assistant", suggested], [role, body])), null);
  }
});

test("a draft is stale once the customer has written again, until a newer one supersedes it", () => {
  const stale = [
    ["customer", opened],
    ["assistant", suggested],
    ["customer", message("Order 7731")],
  ] as [Role, EventBody][];
  assert.equal(liveSuggestion(log(...stale))?.isStale, true);
  const fresh = liveSuggestion(log(...stale, ["assistant", { ...suggested, answers: 3 } as EventBody]));
  assert.deepEqual([fresh?.seq, fresh?.isStale], [4, false]);
});

test("approving says words only where they were changed", () => {
  const draft = liveSuggestion(log(["customer", opened], ["assistant", suggested]))!;
  assert.equal("text" in approval("c", draft, "On its way. ", 2), false);
  assert.deepEqual(approval("c", draft, "It is on its way.", 2), {
    action: "approve",
    case: "c",
    suggestion: 2,
    answers: 2,
    text: "It is on its way.",
  });
});
