import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, inList, onPage, placeOf } from "./place.ts";

const id = "a".repeat(26);

test("an address leads back to the place it was made from", () => {
  const places = [inList("waiting"), inList("closed"), inList("waiting", id), inList("open", id), onPage("answers"), onPage("answers", id), onPage("answers", "new"), onPage("store")];
  for (const place of places) {
    const url = new URL(addressOf(place), "http://console.test");
    assert.deepEqual(placeOf(Object.fromEntries(url.searchParams)), place);
  }
});

test("an address that makes no sense leads home", () => {
  assert.deepEqual(placeOf({ list: "everything", case: "../etc", page: "attic", answer: "x" }), inList("waiting"));
  assert.deepEqual(placeOf({ page: "answers", answer: "../etc" }), onPage("answers"));
});
