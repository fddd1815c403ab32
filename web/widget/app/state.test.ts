import assert from "node:assert/strict";
import { test } from "node:test";
import { Page } from "./state.ts";

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
