import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { Agent } from "./widget-agent.ts";
import { shopOf, Visitor } from "./widget-page.ts";

type Look = { name: string; scheme: "light" | "dark"; locale?: string; width?: number; forced?: true };

const LOOKS: Look[] = [
  { name: "light", scheme: "light" },
  { name: "dark", scheme: "dark" },
  { name: "right to left", scheme: "light", locale: "ar" },
  { name: "right to left in the dark, on a phone", scheme: "dark", locale: "he", width: 390 },
  { name: "a narrow phone", scheme: "light", width: 320 },
  { name: "forced colours", scheme: "light", forced: true },
];

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

async function dressed(browser: Browser, { scheme, width, forced }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: width ?? 1280, height: 780 },
    colorScheme: scheme,
    forcedColors: forced ? "active" : "none",
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  return context.newPage();
}

/** The shop around the chat stays the same: once is enough for it. */
async function check(page: Page, screen: string, scope: "chat" | "with the shop" = "chat"): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (scope === "chat" ? axe.exclude("main") : axe).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  expect(found, screen).toEqual([]);
}
