import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { ProactiveGreeting } from "../client/index.ts";
import { Backend } from "../testing/widget.ts";
import { findings } from "./look.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What a page says beside the chat's button, by the rules of the store's leads.

const rule = (some: Partial<ProactiveGreeting> = {}): ProactiveGreeting => ({
  pages: "",
  seconds: 0,
  cart_from: null,
  texts: [
    { language: "en", text: "Need a hand?" },
    { language: "de", text: "Können wir helfen?" },
  ],
  ...some,
});

async function arrive(page: Page, context: BrowserContext, baseURL: string | undefined, rules: ProactiveGreeting[]) {
  const site = (baseURL ?? "").replace(/\/$/, "");
  await Backend.attach(context, site, { proactive_greetings: rules });
  await page.clock.install();
  const shop = `${shopOf(site)}?greetings`;
  const visitor = new Visitor(page, shop);
  await visitor.visit();
  return { visitor, shop, greeting: page.getByRole("button", { name: "Need a hand?" }) };
}

/** Lets the page do all that it does by itself within some seconds. */
async function pass(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.clock.runFor(2_500);
}

test("a greeting opens the chat, and is there once for a visitor", async ({ page, context, baseURL }) => {
  const { visitor, greeting } = await arrive(page, context, baseURL, [rule()]);
  await expect(greeting).toBeVisible();
  const [launcher, bubble] = [(await visitor.launcher.boundingBox())!, (await greeting.boundingBox())!];
  expect(bubble.y + bubble.height).toBeLessThanOrEqual(launcher.y);
  expect(await findings(page, "greeted")).toEqual([]);
  // The frame that told the rules is gone, and the chat's is not there yet.
  await expect(page.locator("html > iframe")).toHaveCount(0);
  await greeting.click();
  await expect(visitor.frame.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(greeting).toHaveCount(0);
  await visitor.launcher.click();
  await page.reload();
  await pass(page);
  await expect(greeting).toHaveCount(0);
});

test("a greeting is closed by its button or by Escape, and a changed one is another", async ({
  page,
  context,
  baseURL,
}) => {
  const { visitor, greeting } = await arrive(page, context, baseURL, [rule(), rule({ seconds: 1 })]);
  await page.getByRole("region", { name: "Kiln & Clover" }).getByRole("button", { name: "Close" }).click();
  await expect(greeting).toHaveCount(0);
  await visitor.visit();
  await expect(greeting).toBeVisible();
  await greeting.focus();
  await page.keyboard.press("Escape");
  await expect(greeting).toHaveCount(0);
});

test("a greeting waits for its page and for the cart that the page tells of", async ({ page, context, baseURL }) => {
  const { greeting } = await arrive(page, context, baseURL, [rule({ pages: "/cart*", cart_from: 50 })]);
  const tell = (value: number) => page.evaluate((amount) => Object.assign(window, { cartValue: () => amount }), value);
  await tell(60);
  await pass(page);
  await expect(greeting).toHaveCount(0);
  await tell(20);
  await page.evaluate(() => history.pushState(null, "", "/cart/2"));
  await pass(page);
  await expect(greeting).toHaveCount(0);
  await tell(50);
  await expect(greeting).toBeVisible();
});

test("a phone is never covered, and whoever talks to the shop already is not greeted @mobile", async ({
  page,
  context,
  baseURL,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { visitor, greeting } = await arrive(page, context, baseURL, [rule()]);
  await pass(page);
  await expect(greeting).toHaveCount(0);
  // It was not seen there: on a wider page it is.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(greeting).toBeVisible();
  await page.evaluate(() => localStorage.removeItem("firstline:demo:greeted"));
  await visitor.open();
  await visitor.visit();
  await pass(page);
  await expect(greeting).toHaveCount(0);
});

test("a greeting speaks the page’s language, within the content policy of pages with the chat", async ({
  page,
  context,
  baseURL,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.lang = "de-AT")));
  await page.route(
    (url) => url.pathname === "/" && url.searchParams.has("greetings"),
    async (route) => {
      const response = await route.fetch();
      const chat = `http://127.0.0.1:${new URL(route.request().url()).port}`;
      const policy = `default-src 'none'; script-src 'self' ${chat}; frame-src ${chat}; style-src 'self'; img-src 'self' data:`;
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
    },
  );
  await arrive(page, context, baseURL, [rule()]);
  await expect(page.getByRole("button", { name: "Können wir helfen?" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Schließen" })).toBeVisible();
  expect(complaints).toEqual([]);
});
