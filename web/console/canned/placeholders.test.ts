import assert from "node:assert/strict";
import { test } from "node:test";
import type { TemplatePart } from "../../client/index.ts";
import { PLACEHOLDERS, type Values, fillIn, gapsIn, written } from "./placeholders.ts";

const VALUES: Values = {
  "customer.name": "Ines Moreau",
  "customer.first_name": "Ines",
  "agent.name": "Maya Lindqvist",
  "case.id": "#00001",
  "store.name": null,
};

const words = (text: string): TemplatePart => ({ kind: "words", text });

test("placeholders are filled in, and what is not known stays a gap", () => {
  const parts: TemplatePart[] = [
    words("Hi "),
    { kind: "placeholder", name: "customer.first_name" },
    words(", welcome to "),
    { kind: "placeholder", name: "store.name" },
    words("."),
  ];
  const text = fillIn(parts, VALUES);
  assert.equal(text, "Hi Ines, welcome to {{store.name}}.");
  assert.deepEqual(gapsIn(text), [{ name: "store.name", start: 20, end: 34 }]);
});

test("what is filled in is never read as a placeholder's pattern or replaced once more", () => {
  const values = { ...VALUES, "customer.name": "$& {{agent.mail}}" };
  assert.equal(fillIn([{ kind: "placeholder", name: "customer.name" }], values), "$& {{agent.mail}}");
});

test("every placeholder that stands in a text is a gap, other braces are text", () => {
  for (const name of PLACEHOLDERS) assert.equal(gapsIn(`a ${written(name)} b`)[0]?.name, name);
  assert.deepEqual(gapsIn("{{ case.id }} and {{case.id}}").length, 2);
  for (const text of ["", "{{user}}", "{{caseXid}}", "{ {case.id} }", "{{case.id}"]) assert.deepEqual(gapsIn(text), []);
});
