import assert from "node:assert/strict";
import { test } from "node:test";
import type { PreChat } from "../../client/index.ts";
import { preChat as de } from "../words/de/pre_chat.ts";
import { preChat as words } from "../words/en/pre_chat.ts";
import { preChat as es } from "../words/es/pre_chat.ts";
import { preChat as fr } from "../words/fr/pre_chat.ts";
import { choicesIn, inLanguage, mistakes, moved, newField, ofKind, translate } from "./form.ts";

const PRIVACY = "https://shop.example/privacy";

function whole(): PreChat {
  const name = newField("name", [], words);
  return { fields: [name, newField("choice", [name], words)], consent: { text: { text: words.usualConsent } } };
}

test("a new question has an id of its own, and what its kind usually asks", () => {
  const first = newField("text", [], words);
  const second = newField("text", [first], words);
  assert.deepEqual([first.id, second.id], ["text", "text_2"]);
  assert.equal(newField("email", [], words).required, true);
  const choice = ofKind(first, "choice", words);
  assert.deepEqual([choice.id, choice.choices.length, choice.label.text], ["text", 3, words.usualLabels.choice]);
  assert.equal(ofKind({ ...first, label: { text: "Own" } }, "name", words).label.text, "Own");
});

test("questions move by one place, and never out of the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"]);
});

test("a translation is there once, and not at all where it says nothing", () => {
  const once = translate({ text: "Name" }, "de", "Ihr Name");
  const again = translate(once, "de", "Name, bitte");
  assert.deepEqual(again.translations, [{ locale: "de", text: "Name, bitte" }]);
  assert.equal(inLanguage(again, "fr"), "");
  assert.deepEqual(translate(again, "de", " "), { text: "Name" });
});

test("choices are lines, each once, and keep what stands for them elsewhere", () => {
  const before = choicesIn("A return\n\nOther\nA return", []);
  assert.deepEqual(before, [{ text: "A return" }, { text: "Other" }]);
  const german = before.map((choice) => translate(choice, "de", "Rückgabe"));
  assert.deepEqual(choicesIn("A refund\nOther", german)[0], {
    text: "A refund",
    translations: [{ locale: "de", text: "Rückgabe" }],
  });
});

test("a choice that goes, comes or moves takes no other's translation", () => {
  const choice = (own: string) => translate({ text: own }, "de", `${own} de`);
  const before = ["A", "B", "C"].map(choice);
  assert.deepEqual(choicesIn("B\nC", before), ["B", "C"].map(choice));
  assert.deepEqual(choicesIn("C\nA\nB", before), ["C", "A", "B"].map(choice));
  assert.deepEqual(choicesIn("A\nNew\nB\nC", before), [choice("A"), { text: "New" }, choice("B"), choice("C")]);
});

test("each mistake has its sentence", () => {
  assert.deepEqual(mistakes(whole(), PRIVACY, words), []);
  const spoils: [(asked: PreChat) => void, string][] = [
    [(asked) => (asked.fields[0]!.label.text = " "), words.noLabel],
    [(asked) => (asked.fields[0]!.label.text = "x".repeat(81)), words.longLabel(80)],
    [(asked) => asked.fields.push(asked.fields[0]!), words.twice(words.kinds.name)],
    [(asked) => (asked.fields[0]!.max_length = 501), words.lengths(500)],
    [(asked) => (asked.fields[0]!.min_length = Number.NaN), words.lengths(500)],
    [(asked) => (asked.fields[1]!.choices = []), words.choiceCount(2, 20)],
    [(asked) => (asked.consent!.text.text = ""), words.noConsent],
    [(asked) => (asked.consent!.text.text = "x".repeat(1_001)), words.longConsent(1_000)],
    [(asked) => (asked.consent!.contact = { text: "x".repeat(301) }), words.longContact(300)],
  ];
  for (const [spoil, sentence] of spoils) {
    const asked = whole();
    spoil(asked);
    assert.deepEqual(mistakes(asked, PRIVACY, words), [sentence]);
  }
  assert.deepEqual(mistakes(whole(), null, words), [words.noPrivacy]);
});

test("every language says all of it, in its own words", () => {
  const sentences = (value: unknown): string[] => {
    if (typeof value === "function") return [String((value as (...some: unknown[]) => unknown)(2, 3))];
    return typeof value === "string" ? [value] : Object.values(value as object).flatMap(sentences);
  };
  const english = sentences(words);
  for (const other of [de, es, fr]) {
    assert.deepEqual(Object.keys(other), Object.keys(words));
    const own = sentences(other);
    assert.equal(own.length, english.length);
    const isSentence = (text: string) => (text.match(/\p{L}+/gu) ?? []).length > 1 && text.length > 12;
    assert.deepEqual(
      own.filter((text, at) => isSentence(text) && text === english[at]),
      [],
    );
  }
});
