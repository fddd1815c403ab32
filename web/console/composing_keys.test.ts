import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const web = new URL("../", import.meta.url);

/** The sources of a part, with their paths. */
function sources(part: string): [path: string, text: string][] {
  return readdirSync(new URL(part, web), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
    .map((path) => [`${part}/${path}`, readFileSync(new URL(`${part}/${path}`, web), "utf8")]);
}

/** Keys that an input method takes for itself: to choose a word, to leave it, to go through its list. */
const METHODS_KEY = /\.?\bkey\s*(?:===|!==)\s*"(?:Enter|Escape|Tab|Arrow\w+)"/;

/** The loader's key handler sees keys on the shop's page, whose fields it leaves alone; Escape closes only from its own button. */
const WITHOUT_FIELDS = ["widget/loader/widget.ts"];

test("whoever acts on a key that an input method may take asks first whose it is", () => {
  const acting = [...sources("console"), ...sources("widget")].filter(([, text]) => METHODS_KEY.test(text));
  assert.ok(acting.length >= 6, "the pattern finds the handlers");
  const careless = acting.filter(([, text]) => !/\bisComposing\(/.test(text)).map(([path]) => path);
  assert.deepEqual(careless, WITHOUT_FIELDS);
});
