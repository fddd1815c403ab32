import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { FieldKind, PreChatField } from "../../client/index.ts";
import { answersThatFit, mistake, translated } from "./pre_chat_check.ts";
import { PRE_CHAT_WORDS, preChatWords } from "./pre_chat_words.ts";

const field = (kind: FieldKind, min_length: number, max_length: number): PreChatField => {
  return { id: kind, kind, label: { text: kind }, required: true, min_length, max_length, choices: [] };
};

test("an answer is one where the service takes it for one", () => {
  const path = new URL("../../../shared/domain/fixtures/pre_chat_answers.json", import.meta.url);
  const table = JSON.parse(readFileSync(path, "utf8")) as {
    answers: [kind: FieldKind, min: number, max: number, value: string, isTaken: boolean][];
  };
  for (const [kind, min, max, value, isTaken] of table.answers) {
    const found = mistake(field(kind, min, max), value, preChatWords("en"), "en");
    assert.equal(found === null, isTaken, `${kind} ${JSON.stringify(value)}: ${found}`);
  }
});

test("what is wrong is said, and nothing of what may be left empty", () => {
  const words = preChatWords("en");
  assert.equal(mistake(field("name", 3, 40), "Al", words, "en"), "At least 3 characters");
  assert.equal(mistake(field("text", 1, 3), "long", words, "en"), "At most 3 characters");
  assert.equal(mistake(field("choice", 1, 40), "", words, "en"), words.choose);
  assert.equal(mistake({ ...field("email", 1, 40), required: false }, " ", words, "en"), null);
});

test("a choice that is no longer there is none, and is not put in again", () => {
  const words = preChatWords("en");
  const choice = { ...field("choice", 1, 40), required: false, choices: [{ text: "A return" }] };
  assert.equal(mistake(choice, "A return", words, "en"), null);
  assert.equal(mistake(choice, "Other", words, "en"), words.choose);
  const given = (value: string) => [
    { field: "choice", value },
    { field: "name", value: "Ada" },
  ];
  const fields = [choice, field("name", 1, 40)];
  assert.deepEqual(answersThatFit(fields, given("A return")), { choice: "A return", name: "Ada" });
  assert.deepEqual(answersThatFit(fields, given("Other")), { name: "Ada" });
});

test("a store speaks the visitor's language where it can, else its own", () => {
  const words = {
    text: "Name",
    translations: [
      { locale: "de", text: "Ihr Name" },
      { locale: "pt-BR", text: "Seu nome" },
    ],
  };
  for (const [tag, said] of [
    ["de", "Ihr Name"],
    ["de-AT", "Ihr Name"],
    ["pt-BR", "Seu nome"],
    ["pt", "Seu nome"],
    ["fr", "Name"],
  ] as const)
    assert.equal(translated(words, tag), said, tag);
  assert.equal(translated({ text: "Name" }, "de"), "Name");
});

test("the form speaks each of the widget's languages, in its own words", () => {
  const files = readdirSync(new URL("./words", import.meta.url)).map((file) => file.split(".")[0] ?? "");
  const languages = files.filter((name) => name.length === 2);
  assert.deepEqual(Object.keys(PRE_CHAT_WORDS), languages.sort());
  for (const [code, row] of Object.entries(PRE_CHAT_WORDS)) {
    assert.equal(new Set(row).size, 15, code);
    for (const counted of row.slice(13)) assert.equal(counted.split("#").length, 2, code);
    const borrowed = row.filter((words) => code !== "en" && PRE_CHAT_WORDS.en?.includes(words));
    assert.deepEqual(borrowed, [], code);
  }
  assert.equal(preChatWords("pt-BR").start, PRE_CHAT_WORDS.pt?.[3]);
  assert.equal(preChatWords("sv").start, "Start chat");
});
