import assert from "node:assert/strict";
import { test } from "node:test";
import type { SearchHit, SearchPage } from "../../client/index.ts";
import { TestClock, settle } from "../../client/testing/clock.ts";
import { createRest } from "../rest.ts";
import { type Find, PAUSE, createCaseFinder, searchCases } from "./case_finder.ts";

const hit = (id: string, opened_at = 0) => ({ case: { case: id, opened_at } }) as SearchHit;
const page = (ids: string[], next: string | null = null): SearchPage => ({ hits: ids.map((id) => hit(id)), next });

/** A finder over answers by store, words and cursor; what has none waits for ever. */
function setUp(answers: Record<string, SearchPage | Error>, stores = ["demo"]) {
  const clock = new TestClock();
  const asked: string[] = [];
  const aborted: string[] = [];
  const find: Find = async (store, { words }, cursor, signal) => {
    const key = [store, words, ...(cursor === null ? [] : [cursor])].join("/");
    asked.push(key);
    signal.addEventListener("abort", () => aborted.push(key));
    const answer = answers[key] ?? (await new Promise<never>(() => {}));
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const finder = createCaseFinder(find, () => stores, clock);
  const type = (words: string) => finder.look({ words });
  const look = async (words: string) => {
    type(words);
    await clock.advance(PAUSE);
    await settle();
  };
  const ids = () => finder.findings.value.hits.map(({ case: { case: id } }) => id);
  return { ...finder, asked, aborted, clock, ids, type, look };
}

test("what is typed on is asked for once, after a pause", async () => {
  const { type, findings, clock, asked, ids } = setUp({ "demo/lamp": page(["two", "one"]) });
  for (const words of ["l", "la", "lam", "lamp"]) {
    type(words);
    await clock.advance(PAUSE - 1);
  }
  assert.deepEqual([asked, findings.value.phase], [[], "loading"]);
  await clock.advance(1);
  await settle();
  assert.deepEqual(asked, ["demo/lamp"]);
  assert.deepEqual(ids(), ["two", "one"]);
  assert.equal(findings.value.phase, "ready");
  await clock.advance(PAUSE);
  assert.equal(asked.length, 1);
});

test("other words give up what is under way, and no words ask for nothing", async () => {
  const { look, findings, asked, aborted, ids } = setUp({ "demo/lamp": page(["one"]) });
  await look("slow");
  assert.equal(findings.value.phase, "loading");
  await look("lamp");
  assert.deepEqual(aborted, ["demo/slow"]);
  assert.deepEqual(ids(), ["one"]);
  await look("  ");
  assert.equal(findings.value.phase, "waiting");
  assert.deepEqual([ids(), asked], [[], ["demo/slow", "demo/lamp"]]);
});

test("a page without what one may see is no end, and more comes behind what is there", async () => {
  const answers = { "demo/lamp": page([], "a"), "demo/lamp/a": page(["two"], "b"), "demo/lamp/b": page(["one"]) };
  const { look, findings, more, ids } = setUp(answers);
  await look("lamp");
  assert.deepEqual([ids(), findings.value.hasMore], [["two"], true]);
  more();
  await settle();
  assert.deepEqual([ids(), findings.value.hasMore], [["two", "one"], false]);
});

test("what has failed can be tried again and keeps what was found", async () => {
  const answers: Record<string, SearchPage | Error> = {
    "demo/lamp": page(["two"], "a"),
    "demo/lamp/a": new Error("x"),
  };
  const { look, findings, more, ids } = setUp(answers);
  await look("lamp");
  more();
  await settle();
  assert.deepEqual([ids(), findings.value.phase], [["two"], "failed"]);
  answers["demo/lamp/a"] = page(["one"]);
  more();
  await settle();
  assert.deepEqual([ids(), findings.value.phase], [["two", "one"], "ready"]);
});

test("what several stores have is put together, newest first", async () => {
  const answers = {
    "demo/lamp": { hits: [hit("a", 9), hit("b", 3)], next: null },
    "north/lamp": { hits: [hit("c", 5)], next: null },
  };
  const { look, ids } = setUp(answers, ["demo", "north"]);
  await look("lamp");
  assert.deepEqual(ids(), ["a", "c", "b"]);
});

test("only what narrows a search is said to the service", async () => {
  const asked: string[] = [];
  const fetch = async (path: string) => {
    asked.push(path);
    return Response.json(page([]));
  };
  const find = searchCases(createRest({ fetch }));
  const { signal } = new AbortController();
  await find("demo", { words: "a lamp", tag: "", from: "2026-11-30" }, null, signal);
  await find("demo", { words: "lamp" }, "next", signal);
  assert.deepEqual(asked, [
    "/stores/demo/search?query=a%20lamp&from=2026-11-30",
    "/stores/demo/search?query=lamp&cursor=next",
  ]);
});
