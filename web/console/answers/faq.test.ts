import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv as parseRows, separatorOf } from "./csv.ts";
import { readFaq } from "./faq.ts";
import { type Progress, importRemaining, notStarted } from "./import_batches.ts";

const pairs = (name: string, text: string) =>
  readFaq(name, text).entries.map(({ question, text: answer }) => [question, answer]);

const parseCsv = (text: string) => parseRows(text).map(({ cells }) => cells);

test("CSV fields in quotes keep their commas, lines and quotes", () => {
  assert.deepEqual(parseCsv('a,"b, c"\r\n"d ""e""\nf",g\n\n'), [
    ["a", "b, c"],
    ['d "e"\nf', "g"],
  ]);
  assert.deepEqual(parseCsv('say "hi",b'), [['say "hi"', "b"]]);
  assert.deepEqual(parseCsv(""), []);
});

test("a spreadsheet's own line names the separator and is no row", () => {
  assert.deepEqual(parseCsv("sep=|\r\nQ, or not?|A;B\r\n"), [["Q, or not?", "A;B"]]);
  assert.deepEqual(parseCsv("sep=;\nQ?;A."), [["Q?", "A."]]);
});

test("lines end by CR alone as well, and cells keep their line breaks", () => {
  assert.deepEqual(parseCsv('question;answer\rHow?;"One\rtwo"\rWhere?;Here.\r'), [
    ["question", "answer"],
    ["How?", "One\ntwo"],
    ["Where?", "Here."],
  ]);
});

test("the separator is seen from the first line", () => {
  assert.deepEqual([separatorOf("a;b;c\nd,e"), separatorOf('"x;y;z",b'), separatorOf("a\tb")], [";", ",", "\t"]);
});

test("a header names the columns, in whatever order and language", () => {
  assert.deepEqual(pairs("faq.csv", "answer,question\nTen days.,How long?"), [["How long?", "Ten days."]]);
  assert.deepEqual(pairs("faq.csv", "Frage;Antwort\nWie lange?;Zehn Tage."), [["Wie lange?", "Zehn Tage."]]);
  assert.deepEqual(pairs("faq.csv", "How long?,Ten days."), [["How long?", "Ten days."]]);
  assert.deepEqual(readFaq("faq.csv", "\uFEFFquestion,answer,lang\nA?,B.,de-AT\nC?,D.,German").entries, [
    { question: "A?", text: "B.", language: "de-AT" },
    { question: "C?", text: "D." },
  ]);
});

test("in Markdown a heading asks and what is under it answers", () => {
  const text =
    "# FAQ\n\n## Shipping\n\n### 1. How **long**? ##\n\nTen days.\n\n- by post\n\n### [Where](x) to?\nAnywhere.\n```\n# not a heading\n```\n";
  assert.deepEqual(pairs("faq.md", text), [
    ["How long?", "Ten days.\n\n- by post"],
    ["Where to?", "Anywhere.\n```\n# not a heading\n```"],
  ]);
  assert.deepEqual(pairs("pasted.txt", "# Q?\nA."), [["Q?", "A."]]);
});

test("what can't be imported is told with its line", () => {
  const { entries, errors } = readFaq("faq.csv", `question,answer\nA?,\n,B.\nC?,${"x".repeat(4_001)}\nD?,E.\nd?,F.`);
  assert.deepEqual(entries, [{ question: "D?", text: "E." }]);
  assert.deepEqual(
    errors.map(({ line, why }) => [line, why]),
    [
      [2, "noAnswer"],
      [3, "noQuestion"],
      [4, "longAnswer"],
      [6, "repeated"],
    ],
  );
});

test("an import goes in parts, stops where one fails, and goes on from there", async () => {
  const entries = Array.from({ length: 60 }, (_, index) => ({ question: `Q${index}?`, text: "A." }));
  const sent: number[] = [];
  let isBroken = true;
  const send = async (part: unknown[]) => {
    if (sent.length === 1 && isBroken) throw new Error("Busy.");
    sent.push(part.length);
    return { added: part.length - 1, known: 1 };
  };
  const told: Progress[] = [];
  await importRemaining(entries, notStarted(60), send, (progress) => told.push(progress));
  assert.deepEqual(
    told.map(({ done, state }) => [done, state]),
    [
      [0, "running"],
      [25, "running"],
      [25, "stopped"],
    ],
  );
  assert.equal(told.at(-1)?.trouble, "Busy.");
  isBroken = false;
  await importRemaining(entries, told.at(-1)!, send, (progress) => told.push(progress));
  assert.deepEqual(sent, [25, 25, 10]);
  assert.deepEqual(told.at(-1), { total: 60, done: 60, added: 57, known: 3, state: "finished", trouble: null });
});

test("commas of a sentence are no separators, and a declaration may stand in quotes", () => {
  assert.equal(separatorOf("Wie lange, bitte, dauert es?;Zehn Tage."), ";");
  assert.equal(separatorOf("question, answer"), ",");
  const files: [text: string, separator: string][] = [
    ["Passt 3,5 oder 4,5?;Ja.", ";"],
    ["Was kostet es?;2,50 bis 3,50 Euro\nWie lange?;Zehn Tage.", ";"],
    ["How long?,Ten days;often less;never more\nHow much?,Two euros", ","],
    ["How long?,Ten days; often less; never more", ","],
    ["A, b, or c?\tYes\nD?\tNo; never; really", "\t"],
    ["A?|B, c, d|de\nE?|F|en", "|"],
    ['"A;b;c?","D"\n"E?","F"', ","],
    ['"Lines\n;;;\nhere?",Yes\nB?,No', ","],
    ["Q;A\r\nHow long, please?;Ten days, mostly.\r\n", ";"],
    ["Q;A\rHow long, please?;Ten days\r", ";"],
    ["only one column", ","],
    ["", ","],
  ];
  for (const [text, separator] of files) assert.equal(separatorOf(text), separator, JSON.stringify(text));
  assert.deepEqual(parseCsv('"sep=;"\r\nA, b, c;B\r\n'), [["A, b, c", "B"]]);
});

test("the line that is told is the file's, and a row of nothing visible is none", () => {
  const rows = parseRows('sep=;\nQ;"two\nlines"\n\n\u200b;\nR;S');
  assert.deepEqual(
    rows.map(({ cells, line }) => [cells[0], line]),
    [
      ["Q", 2],
      ["R", 6],
    ],
  );
});

test("Markdown whose lines end as on an old Mac has its questions", () => {
  const { entries } = readFaq("faq.md", "# How long?\rTen days.\r# How much?\rNothing.");
  assert.deepEqual(
    entries.map(({ question }) => question),
    ["How long?", "How much?"],
  );
});

test("an answer may be as long as the service takes, in characters, of which an emoji is one", () => {
  const file = (question: number, text: number) => `question,answer\n${"👍".repeat(question)},${"👍".repeat(text)}`;
  const whyOf = (csv: string) => readFaq("faq.csv", csv).errors.map(({ why }) => why);
  assert.deepEqual(whyOf(file(4_000, 4_000)), []);
  assert.deepEqual(whyOf(file(4_001, 1)), ["longQuestion"]);
  assert.deepEqual(whyOf(file(1, 4_001)), ["longAnswer"]);
});
