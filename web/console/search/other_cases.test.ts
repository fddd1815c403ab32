import assert from "node:assert/strict";
import { test } from "node:test";
import type { CasePage, CaseSummary } from "../../client/index.ts";
import { createOtherCaseReader, newestFirst } from "./other_cases.ts";
import { createRest } from "../rest.ts";

const page = (ids: string[], next: string | null = null): CasePage => ({
  cases: ids.map((id) => ({ case: id }) as CaseSummary),
  next,
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A reader over a service whose pages are found by cursor. */
function setUp(pages: Record<string, CasePage>) {
  const asked: string[] = [];
  const fetch = async (path: string) => {
    asked.push(path);
    const query = new URL(path, "http://api").searchParams;
    const found = pages[query.get("cursor") ?? query.get("customer") ?? ""];
    if (found === undefined) throw new Error("offline");
    return Response.json(found);
  };
  return { ...createOtherCaseReader(createRest({ fetch })), asked };
}

test("a customer's other cases are those the service lists but for the open one", async () => {
  const { others, read, asked } = setUp({ v_1: page(["three", "two", "one"]) });
  read("demo", "v_1", "two");
  assert.deepEqual(others.value, { phase: "loading" });
  await settle();
  assert.deepEqual(others.value, { phase: "ready", cases: page(["three", "one"]).cases, hasMore: false });
  assert.deepEqual(asked, ["/stores/demo/cases?customer=v_1"]);
});

test("a page of cases that the agent may not read is no end", async () => {
  const { others, read } = setUp({ v_1: page([], "next"), next: page(["one"]) });
  read("demo", "v_1", "two");
  await settle();
  assert.deepEqual(others.value, { phase: "ready", cases: page(["one"]).cases, hasMore: false });
});

test("where there are more than are shown, that is known", async () => {
  const { others, read } = setUp({ v_1: page(Array.from({ length: 9 }, (_, at) => `case ${at}`)) });
  read("demo", "v_1", "two");
  await settle();
  assert.ok(others.value.phase === "ready" && others.value.hasMore && others.value.cases.length === 8);
});

test("a list that can't be read is not an empty one", async () => {
  const { others, read } = setUp({});
  read("demo", "v_1", "two");
  await settle();
  assert.deepEqual(others.value, { phase: "failed" });
});

test("the answer for a case that was left is dropped", async () => {
  const { others, read } = setUp({ v_1: page(["one"]), v_2: page(["two"]) });
  read("demo", "v_1", "x");
  read("demo", "v_2", "y");
  await settle();
  assert.deepEqual(others.value, { phase: "ready", cases: page(["two"]).cases, hasMore: false });
});

test("what was told since the list was read is shown beside it", () => {
  const summary = (id: string, seq: number, opened_at: number) => ({ case: id, seq, opened_at }) as CaseSummary;
  const shown = newestFirst([summary("one", 3, 1)], [summary("two", 1, 2), summary("one", 2, 1)]);
  assert.deepEqual(
    shown.map(({ case: id, seq }) => [id, seq]),
    [
      ["two", 1],
      ["one", 3],
    ],
  );
});
