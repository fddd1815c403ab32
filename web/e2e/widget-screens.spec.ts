import { expect, type Page, test } from "@playwright/test";
import { findings } from "./look.ts";
import { Backend } from "../testing/widget.ts";
import { dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What a customer sees from the first word to the last, and when something is wrong, in every look: judged by axe, with
// a picture of each where pictures are wanted. The service is a double, so that each state is there at once.

interface Fixtures {
  page: Page;
  visitor: Visitor;
  backend: Backend;
}

/** Each screen, and how to get there from the one before. */
const SCREENS: [string, (stage: Fixtures) => Promise<unknown>][] = [
  ["greeting", ({ visitor }) => visitor.frame.locator(".hello").waitFor()],
  ["a draft that is too long", ({ visitor }) => visitor.frame.locator("#message").fill("y".repeat(4_010))],
  [
    "received",
    async ({ visitor }) => {
      await visitor.frame.locator("#message").fill("Is this glaze safe?");
      await visitor.frame.locator("#message").press("Enter");
      await expect(visitor.frame.locator(".bubble.sent")).toHaveCount(1);
    },
  ],
  [
    "a person is asked for",
    async ({ visitor }) => {
      await visitor.frame.locator(".talk").click();
      await expect(visitor.frame.locator(".soon")).toBeVisible();
    },
  ],
  [
    "a person answers",
    async ({ visitor, backend }) => {
      backend.join();
      backend.reply("Yes.\n\n1. No **lead**\n2. No *cadmium*\n\nSee https://shop.example/glazes");
      await visitor.sees("No lead");
    },
  ],
  [
    "cut off",
    async ({ visitor, backend }) => {
      await backend.cut();
      await visitor.frame.locator("#message").fill("Thank you");
      await visitor.frame.locator("#message").press("Enter");
      await expect(visitor.frame.locator(".notice p")).toBeVisible();
    },
  ],
  [
    "closed, with the question how it was",
    async ({ visitor, backend }) => {
      backend.isUp = true;
      await expect(visitor.frame.locator(".notice p")).toHaveCount(0, { timeout: 60_000 });
      // What was kept arrives before the case is closed: a later message would open it again.
      await expect.poll(() => backend.events.at(-1)?.body).toMatchObject({ text: "Thank you" });
      backend.resolve();
      await visitor.frame.locator(".scores label").nth(3).click();
      await expect(visitor.frame.locator(".rating textarea")).toBeVisible();
    },
  ],
  [
    "the conversations",
    async ({ visitor }) => {
      await visitor.frame.locator(".header button").first().click();
      await expect(visitor.frame.locator(".cases li")).toHaveCount(1);
    },
  ],
];

for (const look of LOOKS) {
  test(`every screen of the chat, without an accessibility fault: ${look.name}`, async ({ browser, baseURL }) => {
    test.setTimeout(240_000);
    const site = (baseURL ?? "").replace(/\/$/, "");
    const page = await dressed(browser, look);
    const backend = await Backend.attach(page.context(), site, { assistant: false });
    const visitor = new Visitor(page, shopOf(site));
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await visitor.open();
    // Nothing of the panel is below the frame that fills it.
    const panel = page.locator("#panel");
    expect(await panel.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
    for (const [screen, reach] of SCREENS) {
      await reach({ page, visitor, backend });
      expect.soft(await findings(page, screen, "main"), screen).toEqual([]);
    }
    await page.context().close();
  });
}
