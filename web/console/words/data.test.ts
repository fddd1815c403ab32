import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { loadDataWords } from "./data.ts";
import { data as english } from "./en/data.ts";
import { LANGUAGE_NAMES, speak } from "./index.ts";

afterEach(() => speak(["en"]));

for (const tag of Object.keys(LANGUAGE_NAMES).filter((tag) => tag !== "en")) {
  test(`${tag} speaks of personal data in its own words`, async () => {
    await speak([tag]);
    const words = await loadDataWords();
    for (const [name, said] of Object.entries(words)) {
      const own = typeof said === "string" ? said : (said as (...some: number[]) => string)(2, 3);
      const other = english[name as keyof typeof english];
      assert.ok(own.trim() !== "" && own !== other, name);
      assert.ok(!/undefined/.test(own), name);
    }
  });
}

test("English speaks of it too", async () => {
  assert.equal(await loadDataWords(), english);
});
