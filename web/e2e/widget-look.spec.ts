import { expect, test } from "@playwright/test";
import { Agent } from "./widget-agent.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

/** Every screen under every look, judged by axe. */
for (const look of LOOKS) {
  test(`no screen has an accessibility fault: ${look.name}`, async ({ browser, baseURL }) => {
    test.setTimeout(90_000);
    const site = (baseURL ?? "").replace(/\/$/, "");
    const page = await dressed(browser, look);
    const visitor = new Visitor(page, shopOf(site));
    const agent = await Agent.signIn(site);
    const question = `Is this glaze safe? ${Math.random().toString(36).slice(2, 8)}`;
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await check(page, "closed", "with the shop");
    await visitor.open();
    await check(page, "greeting");
    const message = visitor.frame.locator("#message");
    await message.fill(question);
    await message.press("Enter");
    const caseId = await agent.find(question);
    await visitor.frame.locator(".talk").click();
    await expect(visitor.frame.locator(".soon")).toBeVisible();
    await check(page, "waiting for a person");
    await agent.reply(caseId, "Yes.\n\n1. No **lead**\n2. No *cadmium*\n\nSee https://shop.example/glazes");
    await visitor.sees("No lead");
    await check(page, "conversation");
    await agent.resolve(caseId);
    await visitor.frame.locator(".scores label").nth(3).click();
    await check(page, "closed case with rating");
    await visitor.frame.locator(".header button").first().click();
    await expect(visitor.frame.locator(".cases li")).toHaveCount(1);
    await check(page, "list");
    await page.context().close();
  });
}
