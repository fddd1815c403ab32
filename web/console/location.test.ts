import assert from "node:assert/strict";
import { test } from "node:test";
import { locationUrl, listLocation, pageLocation, parseLocation, searchLocation } from "./location.ts";

const id = "a".repeat(26);

test("an address leads back to the place it was made from", () => {
  const places = [
    listLocation("waiting"),
    listLocation("closed"),
    listLocation("waiting", id),
    listLocation("open", id),
    pageLocation("answers"),
    pageLocation("answers", id),
    pageLocation("answers", "new"),
    pageLocation("store"),
    searchLocation(""),
    searchLocation("Zürich & lamp"),
  ];
  for (const place of places) {
    const url = new URL(locationUrl(place), "http://console.test");
    assert.deepEqual(parseLocation(Object.fromEntries(url.searchParams)), place);
  }
});

test("an address that makes no sense leads home", () => {
  assert.deepEqual(
    parseLocation({ list: "everything", case: "../etc", page: "attic", answer: "x" }),
    listLocation("waiting"),
  );
  assert.deepEqual(parseLocation({ page: "answers", answer: "../etc" }), pageLocation("answers"));
});
