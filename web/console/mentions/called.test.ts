import assert from "node:assert/strict";
import { test } from "node:test";
import { calledIn, matching, nameQuery } from "./called.ts";

const [ANN, ANNA, JON, OTHER_JON] = [
  { user: "a_1", name: "Ann" },
  { user: "a_2", name: "Anna Lind" },
  { user: "a_3", name: "Jon Ek" },
  { user: "a_4", name: "jon ek" },
];
const ALL = [ANN, ANNA, JON, OTHER_JON];

test("a note calls whom it names behind an @, the longest name first, and everybody of the same", () => {
  for (const [text, called] of [
    ["@Ann, can you look?", [ANN.user]],
    ["(@anna lind) and @Ann", [ANNA.user, ANN.user]],
    ["@Annabel", []],
    ["write to me@Ann.example", []],
    ["ask @Jon Ek", [JON.user, OTHER_JON.user]],
    ["@Jo", []],
    ["nobody", []],
  ] as const)
    assert.deepEqual(calledIn(text, ALL), called, text);
  const many = Array.from({ length: 12 }, (_, at) => ({ user: `u${at}`, name: `N${at}x` }));
  assert.equal(calledIn(many.map(({ name }) => `@${name}`).join(" "), many).length, 10);
});

test("an @ that begins a word asks for names, one within an address doesn't", () => {
  assert.deepEqual(nameQuery("see @An", 7), { start: 4, query: "An" });
  assert.deepEqual(nameQuery("@", 1), { start: 0, query: "" });
  for (const text of ["me@shop", "see An", "@a\nb", "@a @"].slice(0, 3))
    assert.equal(nameQuery(text, text.length), null);
});

test("names are found by the beginning of each of their words", () => {
  assert.deepEqual(matching("li", ALL), [ANNA]);
  assert.deepEqual(matching("ann", ALL), [ANN, ANNA]);
});
