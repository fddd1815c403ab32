import assert from "node:assert/strict";
import { test } from "node:test";
import { htmlPage } from "./html_page.ts";

const parts = (text: string | null, who = "Ada") => ({
  title: "Conversations",
  lang: "en",
  dir: "ltr" as const,
  gone: "Message deleted",
  internal: "Internal note",
  conversations: [{ title: text ?? "", lines: [{ who, at: "today", text, isInternal: true }] }],
});

test("whatever people wrote is text in the document", () => {
  for (const markup of [
    "<script>alert(1)</script>",
    `"><img src=x onerror='alert(1)'>`,
    "</title></style><b>",
    "&lt;b&gt;",
  ]) {
    const written = htmlPage(parts(markup, markup));
    assert.ok(!/<script|<img|<b>/.test(written), written);
    const read = written
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'");
    assert.ok(read.replaceAll("&amp;", "&").includes(markup));
  }
});

test("nothing in it runs or is loaded", () => {
  const written = htmlPage(parts("hello"));
  assert.match(written, /default-src 'none'; style-src 'unsafe-inline'/);
  assert.ok(!/ (src|href)=/.test(written));
});

test("words that are gone have their place, and notes are marked", () => {
  const written = htmlPage(parts(null));
  assert.match(written, /<em>Message deleted<\/em>/);
  assert.match(written, /class="internal".*Internal note/);
});
