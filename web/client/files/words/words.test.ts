import assert from "node:assert/strict";
import { test } from "node:test";
import { type FileWords, fileWords, onFileWords } from "./index.ts";

const TAGS = ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "tr"];

/** The words of a language, once they have come. */
function wordsOf(tag: string): Promise<FileWords> {
  return new Promise((resolve) => {
    const look = () => {
      const words = fileWords({ tag });
      if (words) resolve(words);
    };
    onFileWords(look);
    look();
  });
}

/** Every sentence, by its place, with names and numbers filled in. */
function sentences(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([name, word]: [string, unknown]): [string, string][] => {
    const place = `${path}.${name}`;
    if (typeof word === "function") return [[place, String(word("mug.jpg", "40 %"))]];
    return typeof word === "string" ? [[place, word]] : sentences(word as object, place);
  });
}

test("every language says everything about files, in its own words, with each name and number", async () => {
  const english = new Map(sentences(await wordsOf("en-GB")));
  for (const tag of TAGS) {
    const own = new Map(sentences(await wordsOf(tag)));
    assert.deepEqual([...own.keys()], [...english.keys()], tag);
    for (const [place, sentence] of own) {
      assert.ok(sentence.trim() !== "" && !sentence.includes("undefined"), `${tag}${place}`);
      assert.equal(sentence.includes("mug.jpg"), english.get(place)?.includes("mug.jpg"), `${tag}${place}`);
      const isBorrowed = tag !== "en" && sentence.length > 16 && english.get(place) === sentence;
      assert.equal(isBorrowed, false, `${tag}${place}`);
    }
    assert.ok(own.get(".uploading")?.includes("40 %"), tag);
  }
});

test("who speaks another language gets English", async () => {
  assert.equal((await wordsOf("xx")).attach, "Attach files");
});
