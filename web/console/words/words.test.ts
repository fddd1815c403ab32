import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { customerName } from "../display_names.ts";
import { formatAgo } from "../time_format.ts";
import { en } from "./en/index.ts";
import { LANGUAGE_NAMES, type Words, locale, speak, wording } from "./index.ts";
import { pageWording } from "./pages.ts";
import { pages } from "./en/pages.ts";

/** What some sentences are given that take no names or numbers alone. */
const GIVEN: readonly [string, readonly unknown[]][] = [
  ["tagged", ["Ana", false, ["vip"], ["refund"]]],
  ["prioritized", ["Ana", false, "High"]],
];

const OTHERS = Object.keys(LANGUAGE_NAMES).filter((tag) => tag !== "en");
afterEach(() => speak(["en"]));

/** Every sentence below a value, by its path; what takes names and numbers gets some. */
function sentences(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    const some = ["Ana", "Bo"];
    const isOfSome = path.endsWith("viewing") || path.endsWith("typing");
    const given = isOfSome ? [some] : (GIVEN.find(([name]) => path.endsWith(name))?.[1] ?? [2, 2, 2]);
    return [[path, String((value as (...some: unknown[]) => unknown)(...given))]];
  }
  return Object.entries(value as object).flatMap(([key, below]) => sentences(below, `${path}.${key}`));
}

for (const tag of OTHERS) {
  test(`${tag} says everything that English says, in its own words`, async () => {
    await speak([tag]);
    const [own, english] = [
      new Map(sentences({ words: wording(), pages: pageWording() })),
      new Map(sentences({ words: en, pages })),
    ];
    assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort());
    for (const [path, sentence] of own)
      assert.ok(sentence.trim() !== "" && !/undefined|\[object/.test(sentence), `${path}: ${sentence}`);
    // One word alone may be the same in both.
    const isSentence = (text: string) => (text.match(/\p{L}+/gu) ?? []).length > 1 && text.length > 12;
    const borrowed = [...own].filter(([path, sentence]) => isSentence(sentence) && english.get(path) === sentence);
    assert.deepEqual(borrowed, []);
  });

  test(`${tag} lets every name and number show`, async () => {
    await speak([tag]);
    const words: Words = wording();
    const { escalated } = words;
    const { tagged, ...happened } = words.happened;
    const sorted = tagged("MAYA", false, ["vip"], ["refund"]);
    assert.ok(
      ["MAYA", "vip", "refund"].every((part) => sorted.includes(part)),
      sorted,
    );
    const others = [...Object.values(happened), ...Object.values(escalated)] as ((
      who: string,
      isMe: boolean,
      what: string & number,
    ) => string)[];
    for (const say of others) assert.ok(say("MAYA", false, "x" as string & number).includes("MAYA"), String(say));
    for (const said of [words.replyTo("MAYA"), words.viewing(["MAYA"]), words.assignedTo("MAYA"), words.online("MAYA")])
      assert.ok(said.includes("MAYA"), said);
    for (const said of [
      words.minutes(7),
      words.charactersLeft(7),
      words.charactersLeft(-7),
      words.conversations(7, "7"),
    ])
      assert.ok(said.includes("7") && !said.includes("-7"), said);
  });
}

test("the first language that there is wins, dates as in the reader's own region", async () => {
  assert.equal(await speak(["", "xx", "de", "de-AT", "fr"]), "de-AT");
  assert.equal(locale(), "de-AT");
  assert.equal(formatAgo(5 * 60_000), "vor 5 Min.");
  assert.equal(customerName(null, "v_abcd1234"), "Gast 1234");
  assert.equal(await speak(["en-US"]), "en-US");
  assert.equal(await speak(["ja"]), "en-GB");
  assert.equal(wording(), en);
});

test("of two languages the one asked for last is spoken, whichever comes first", async () => {
  const first = speak(["de"]);
  const second = speak(["en"]);
  await Promise.all([first, second]);
  assert.equal(wording(), en);
});
