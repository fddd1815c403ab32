import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentTerms, AgentView, AuditEntry, AuditedChange, Group } from "../../client/index.ts";
import { capacityIn, sentencesOf, standingOf } from "./team.ts";

const GROUPS: Group[] = [
  { id: 1, name: "Billing", closed: false },
  { id: 2, name: "Returns", closed: true },
];
const RULES: AgentTerms = { groups: [], capacity: null, active: true };

function entry(change: AuditedChange): AuditEntry {
  return { id: "command-1", at: 0, by: `a_${"l".repeat(26)}`, by_name: "Lea", change };
}

test("who is there and takes cases is available, and nobody else", () => {
  const agent = { active: true, online: true, available: true } as AgentView;
  assert.equal(standingOf(agent), "available");
  assert.equal(standingOf({ ...agent, available: false }), "away");
  assert.equal(standingOf({ ...agent, online: false }), "offline");
  assert.equal(standingOf({ ...agent, active: false }), "inactive");
});

test("an empty field is no limit, and what is no number of cases is none", () => {
  assert.deepEqual(["", " ", "0", "5", "100"].map(capacityIn), [null, null, 0, 5, 100]);
  for (const wrong of ["-1", "101", "1.5", "five"]) assert.equal(capacityIn(wrong), undefined, wrong);
});

test("a change is told by what differs", () => {
  const agent = { kind: "agent", agent: `a_${"i".repeat(26)}`, name: "Ines", before: RULES } as const;
  const tell = (after: AgentTerms) => sentencesOf(entry({ ...agent, after }), GROUPS);
  assert.deepEqual(tell({ ...RULES, capacity: 3 }), ["Ines has up to 3 conversations at once"]);
  assert.deepEqual(tell({ groups: [1, 2], capacity: null, active: false }), [
    "Ines is in Billing, Returns",
    "Ines was deactivated",
  ]);
  assert.deepEqual(tell(RULES), []);
});

test("what a lead says for somebody is told", () => {
  const change = { kind: "availability", agent: `a_${"i".repeat(26)}`, name: "Ines", available: false } as const;
  assert.deepEqual(sentencesOf(entry(change), GROUPS), ["Ines was set to away"]);
  assert.deepEqual(sentencesOf(entry({ ...change, available: true }), GROUPS), ["Ines was set to available"]);
});

test("a group is told by its name", () => {
  const [billing] = GROUPS as [Group];
  const tell = (before: Group | null, after: Group) => sentencesOf(entry({ kind: "group", before, after }), GROUPS);
  assert.deepEqual(tell(null, billing), ["Group Billing was added"]);
  assert.deepEqual(tell(billing, { ...billing, name: "Money", closed: true }), [
    "Group Billing was renamed to Money",
    "Group Money was closed",
  ]);
});
