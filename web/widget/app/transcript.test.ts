import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventView } from "../../client/index.ts";
import { transcript } from "./transcript.ts";
import { ENGLISH } from "./words/index.ts";
import "./words/en_more.ts";

function event(seq: number, role: string, name: string | null, body: unknown): EventView {
  const author = { role, id: null, name };
  return { seq, prev_visible: seq - 1, at: seq * 60_000, id: `id-${seq}`, author, body } as EventView;
}

const said = (text: string | null) => ({ kind: "message", text, answers: null, sources: [] });

const EVENTS = [
  event(1, "customer", null, { kind: "opened", text: "Where is <b>it</b>?", locale: null }),
  event(2, "assistant", null, said("It is **on its way**.")),
  event(3, "agent", "Ines", said(null)),
  event(4, "agent", "Ines", { kind: "resolved" }),
];

test("a transcript has all that was said, by whom, as text", () => {
  const page = transcript(EVENTS, ENGLISH, "Kiln & Clover");
  assert.match(page, /<title>Kiln &amp; Clover<\/title>/);
  assert.match(page, /Where is &lt;b&gt;it&lt;\/b&gt;\?/);
  assert.match(page, /It is on its way\./);
  assert.match(page, /Ines.*Message deleted/);
  assert.match(page, /Conversation closed/);
});

test("what was answered before the first message comes first", () => {
  const answers = [{ field: "name", kind: "name", label: "Your name", value: "Ada" }];
  const opened = event(1, "customer", "Ada", { kind: "opened", text: "hello", locale: null, pre_chat: { answers } });
  assert.match(transcript([opened], ENGLISH, "Demo Shop"), /Your name: Ada.*hello/s);
});

test("lines stay lines, lists lists, and a link says where it leads", () => {
  const answer =
    "First:\n1. Open **it**\n2. Read [the guide](https://shop.example/guide)\n\nSee https://shop.example/help\nor [mail us](mailto:a@shop.example).";
  const page = transcript([event(1, "assistant", null, said(answer))], ENGLISH, "Kiln & Clover");
  const lines = /<p dir="auto">([^<]*)<\/p>/.exec(page)?.[1]?.split("\n");
  assert.deepEqual(lines, [
    "First:",
    "",
    "1. Open it",
    "2. Read the guide (https://shop.example/guide)",
    "",
    "See https://shop.example/help",
    "or mail us (a@shop.example).",
  ]);
});

test("it runs the way its language does", () => {
  const page = transcript(EVENTS, { ...ENGLISH, tag: "ar", dir: "rtl" }, "");
  assert.match(page, /lang="ar" dir="rtl"/);
});
