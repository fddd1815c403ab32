import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, placeOf } from "./place.ts";

const id = "a".repeat(26);

test("an address leads back to the place it was made from", () => {
  for (const place of [
    { list: "waiting", case: null },
    { list: "closed", case: null },
    { list: "waiting", case: id },
    { list: "open", case: id },
  ] as const) {
    const url = new URL(addressOf(place), "http://console.test");
    assert.deepEqual(placeOf(Object.fromEntries(url.searchParams)), place);
  }
});

test("an address that makes no sense leads home", () => {
  assert.deepEqual(placeOf({ list: "everything", case: "../etc" }), { list: "waiting", case: null });
});
