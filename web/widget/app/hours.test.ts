import assert from "node:assert/strict";
import { test } from "node:test";
import type { StoreView } from "../../client/index.ts";
import { comes } from "./hours.ts";
import { ENGLISH, language } from "./words/index.ts";
import "./words/en_more.ts";

// A Friday afternoon, in whatever time zone this runs.
const FRIDAY = new Date(2026, 10, 27, 17).getTime();
const HOUR = 3_600_000;
const british = { ...ENGLISH, tag: "en-GB" };
const store = (open: boolean | null, opens_at: number | null): StoreView => ({
  id: "demo",
  name: "Demo",
  greeting: null,
  appearance: { name: null, logo: null, accent: null, starters: [], privacy: null },
  assistant: true,
  help: false,
  open,
  opens_at,
});

test("a store that is closed says when it opens, in as many words as that takes", () => {
  const says = (hours: number) => comes(store(false, FRIDAY + hours * HOUR), british, FRIDAY);
  assert.equal(says(2), "We’re back at 19:00");
  assert.equal(says(64), "We’re back on Monday at 09:00");
  assert.match(says(8 * 24 + 16), /^We’re back on Sunday,? 6 December at 09:00$/);
});

test("it is said in the reader's language", async () => {
  const words = comes(store(false, FRIDAY + 64 * HOUR), await language(["de"]), FRIDAY);
  assert.match(words, /^Wir sind am Montag um 09:00 wieder da$/);
});

test("a store that is open or promises nothing is not given hours", () => {
  for (const view of [null, store(null, null), store(true, null), store(false, null), store(null, FRIDAY + HOUR)]) {
    assert.equal(comes(view, british, FRIDAY), "Someone from our team will reply here");
  }
});

test("an opening that has passed is over: people are there by now", () => {
  assert.equal(comes(store(false, FRIDAY - HOUR), british, FRIDAY), "Someone from our team will reply here");
});
