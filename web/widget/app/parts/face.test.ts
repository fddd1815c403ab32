import assert from "node:assert/strict";
import { test } from "node:test";
import { initials } from "./face.tsx";

test("a face has the first letters of the first and of the last word, in any script", () => {
  const cases = [
    ["Ines Moreau", "IM"],
    ["ines maria moreau", "IM"],
    ["Ines", "I"],
    ["Jean-Luc O’Neill", "JO"],
    ["José", "J"],
    ["山田太郎", "山"],
    ["\u2068نور حداد\u2069", "نح"],
    ["Anna 2", "A"],
    ["Anna Adams", "AA"],
    ["42", ""],
    ["", ""],
  ];
  for (const [name, expected] of cases) assert.equal(initials(name ?? ""), expected, name);
});
