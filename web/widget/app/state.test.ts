import assert from "node:assert/strict";
import { test } from "node:test";
import { isInSight, Page, START, type Place } from "./state.ts";

test("what is to be read out at the same time is read out whole", async () => {
  const said: string[] = [];
  const page = new Page(({ announcement }) => void said.push(announcement));
  page.announce("Ines joined");
  page.announce("Ines: Hello");
  await Promise.resolve();
  page.announce("Sent");
  await Promise.resolve();
  assert.deepEqual(said, ["Ines joined\nInes: Hello", "Sent"]);
});

test("what is said in a case is read out where it shows: in the case, and at the list that it stands in", () => {
  const places: [Place, boolean][] = [
    [{ at: "list" }, true],
    [{ at: "case", key: "one" }, true],
    [{ at: "case", key: "two" }, false],
    [{ at: "new" }, false],
  ];
  for (const [place, isSeen] of places) {
    assert.equal(isInSight({ ...START, isOpen: true, place }, "one"), isSeen, JSON.stringify(place));
    assert.equal(isInSight({ ...START, isOpen: false, place }, "one"), false);
  }
});
