import { readFileSync } from "node:fs";
import { test as base, expect } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What a visitor takes along of a conversation: a page of their own, with what was said and nothing that runs.

type Fixtures = { site: string; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site, { assistant: false })),
  visitor: async ({ page, site, backend: _ }, use) => use(new Visitor(page, shopOf(site))),
});

test("a visitor saves a conversation as a page that shows what was said", async ({
  visitor,
  backend,
  page,
  context,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Is <b>this</b> glaze safe?");
  backend.join();
  backend.reply("Yes. No **lead**.");
  await visitor.sees("No lead");
  const saved = page.waitForEvent("download");
  await visitor.frame.getByRole("button", { name: "Save conversation" }).click();
  const file = await (await saved).path();
  const written = readFileSync(file, "utf8");
  expect(written).toContain("Is &lt;b&gt;this&lt;/b&gt; glaze safe?");
  expect(written).toContain("Yes. No lead.");
  const reader = await context.newPage();
  await reader.setContent(written);
  await expect(reader.locator("article")).toHaveCount(3);
  await expect(reader.locator("article b")).toHaveCount(0);
});

test("where the code that saves it does not come, that is said", async ({ visitor, backend: _, context }) => {
  await context.route(/\/assets\/transcript-[^/]+\.js$/, (route) => route.fulfill({ status: 503, body: "no" }));
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Is this glaze safe?");
  await visitor.frame.getByRole("button", { name: "Save conversation" }).click();
  await expect(visitor.frame.locator(".notice").getByRole("button", { name: "Retry" })).toBeVisible();
});
