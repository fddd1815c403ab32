import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnswerView, ApiProblem, type Code } from "../../client/index.ts";
import { exampleAnswer as answer } from "../../testing/examples.ts";
import { createAnswersStore } from "./answers_store.ts";
import type { AnswersApi } from "./answers_api.ts";

function refusalText(code: Code): ApiProblem {
  return new ApiProblem({ type: "about:blank", title: "", status: 409, detail: "Someone was faster.", code });
}

const answersStore = (answersApi: Partial<AnswersApi>) => createAnswersStore(answersApi as AnswersApi, "demo");
const ids = ({ answers }: ReturnType<typeof answersStore>) => answers.value.map(({ id }) => id);

test("a further page comes behind and brings nothing twice", async () => {
  const pages = {
    "": { answers: [answer("a"), answer("b")], next: "2" },
    2: { answers: [answer("b"), answer("c")], next: null },
  };
  const it = answersStore({ list: async (_store, _wanted, cursor) => pages[(cursor ?? "") as "" | "2"] });
  await it.look({});
  assert.equal(it.hasMore.value, true);
  await it.more();
  assert.deepEqual([ids(it), it.hasMore.value], [["a", "b", "c"], false]);
  await it.more();
  assert.deepEqual(ids(it), ["a", "b", "c"]);
});

test("of two searches the later one counts, however they come back", async () => {
  const waiting: ((page: { answers: AnswerView[]; next: null }) => void)[] = [];
  const it = answersStore({ list: () => new Promise((resolve) => waiting.push(resolve)) });
  const both = [it.look({ query: "ol" }), it.look({ query: "old" })];
  waiting[1]!({ answers: [answer("right")], next: null });
  waiting[0]!({ answers: [answer("wrong")], next: null });
  await Promise.all(both);
  assert.deepEqual(ids(it), ["right"]);
});

test("a change shows in the list at once", async () => {
  const it = answersStore({
    list: async () => ({ answers: [answer("a"), answer("b")], next: null }),
    approve: async (_store, id) => answer(id, { status: "approved", version: 2 }),
    add: async () => answer("new"),
  });
  await it.look({});
  assert.equal((await it.approve(answer("b"))).kind, "done");
  await it.add({ id: "x", question: "new?", text: "Yes." });
  assert.deepEqual(
    it.answers.value.map(({ id, status }) => [id, status]),
    [
      ["new", "candidate"],
      ["a", "candidate"],
      ["b", "approved"],
    ],
  );
});

test("who was faster is shown with what they wrote", async () => {
  const it = answersStore({
    edit: async () => Promise.reject(refusalText("conflict")),
    one: async () => answer("a", { text: "No.", version: 5 }),
  });
  const outcome = await it.edit("a", { version: 1, text: "Maybe." });
  assert.ok(outcome.kind === "conflict" && outcome.theirs.text === "No." && outcome.theirs.version === 5);
});

test("another refusal is told in words", async () => {
  const it = answersStore({ retire: async () => Promise.reject(refusalText("not_allowed")) });
  assert.deepEqual(await it.retire(answer("a")), { kind: "failed", why: "Someone was faster." });
  const cut = answersStore({ retire: async () => Promise.reject(new TypeError("Failed to fetch")) });
  assert.deepEqual(await cut.retire(answer("a")), { kind: "failed", why: "There’s no connection." });
});
