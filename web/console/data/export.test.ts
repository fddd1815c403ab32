import assert from "node:assert/strict";
import { test } from "node:test";
import type { CustomerExport, EventView, ExportedCase } from "../../client/index.ts";
import { type ExportWords, exportPage, readExport } from "./export.ts";

function event(seq: number, role: string, body: unknown): EventView {
  return {
    seq,
    prev_visible: seq - 1,
    at: seq,
    id: `id-${seq}`,
    author: { role, id: null, name: null },
    body,
  } as EventView;
}

function part(cases: [string, EventView[]][], next: string | null): CustomerExport {
  const of = ([id, events]: [string, EventView[]]): ExportedCase => ({
    case: id,
    opened_at: 1,
    status: "open",
    subject: "A <lamp>",
    tags: ["refund", "vip"],
    rating: null,
    events,
  });
  return { version: 1, store: "demo", at: 1, profile: { id: "c_1", signed_in: true }, cases: cases.map(of), next };
}

const WORDS: ExportWords = {
  title: "Personal data",
  lang: "en",
  customer: "Customer",
  assistant: "Assistant",
  colleague: "Agent",
  gone: "deleted",
  internal: "internal",
  rated: (score) => `rated ${score}`,
  formatDate: (at) => `day ${at}`,
};

test("pages are read to the last, and a case that a page ends in is one case", async () => {
  const said = (seq: number) =>
    event(seq, "customer", { kind: "message", text: `t${seq}`, answers: null, sources: [] });
  const pages = new Map([
    [
      null,
      part(
        [
          ["a", [said(1)]],
          ["b", [said(2)]],
        ],
        "2",
      ),
    ],
    ["2", part([["b", [said(3)]]], "3")],
    [
      "3",
      part(
        [
          ["b", [said(4)]],
          ["c", [said(5)]],
        ],
        null,
      ),
    ],
  ]);
  const whole = await readExport(
    async (cursor) => pages.get(cursor) ?? part([], null),
    () => {},
  );
  const seqs = whole.cases.map((own) => [own.case, own.events.map(({ seq }) => seq)]);
  assert.deepEqual(seqs, [
    ["a", [1]],
    ["b", [2, 3, 4]],
    ["c", [5]],
  ]);
  assert.equal(whole.next, null);
});

test("the page has what was answered before the first message", () => {
  const answers = [{ field: "email", kind: "email" as const, label: "E-mail", value: "<ada@shop.example>" }];
  const events = [event(1, "customer", { kind: "opened", text: "hello", locale: null, pre_chat: { answers } })];
  assert.match(exportPage(part([["a", events]], null), WORDS), /E-mail: &lt;ada@shop.example(>|&gt;).*hello/s);
});

test("the page has what was said, notes marked, and no markup of people", () => {
  const events = [
    event(1, "customer", { kind: "opened", text: "<b>hello</b>", locale: null }),
    event(2, "agent", { kind: "note", text: "among us" }),
    event(3, "assistant", { kind: "message", text: null, answers: null, sources: [] }),
    event(4, "customer", { kind: "rated", score: 2, comment: "so so" }),
    event(5, "agent", { kind: "resolved" }),
  ];
  const written = exportPage(part([["a", events]], null), WORDS);
  assert.match(written, /&lt;b&gt;hello/);
  assert.match(written, /class="internal">.*among us/);
  assert.match(written, /day 1 · A &lt;lamp&gt; · refund, vip/);
  assert.match(written, /rated 2\nso so/);
  assert.equal(written.match(/<article/g)?.length, 4);
});
