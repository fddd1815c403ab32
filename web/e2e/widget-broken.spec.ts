import { test as base, expect, type Page } from "@playwright/test";
import { picture } from "./look.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// Whatever fails, the visitor is told, can go on, and can leave.

type Fixtures = { site: string; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site)),
  visitor: async ({ page, site, backend: _ }, use) => use(new Visitor(page, shopOf(site))),
});

const APP = /\/widget\/(\?|assets\/index)/;
const failing = (page: Page) => page.locator("#panel").getByRole("alert");

/** Lets the shop's page be in this language. */
async function speaking(page: Page, tag: string): Promise<void> {
  await page.route("**/c.js", async (route) => {
    const body = await (await route.fetch()).text();
    await route.fulfill({ contentType: "text/javascript", body: `document.documentElement.lang="${tag}";${body}` });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  for (const [what, files] of [
    ["the frame's page", /\/widget\/\?/],
    ["the app's script", /\/widget\/assets\/index/],
    ["what speaks to the app", /\/panel\.js/],
  ] as const) {
    test(`where ${what} fails, the chat says so, closes, and comes with Retry`, async ({ page, context, visitor }) => {
      await context.route(files, (route) => route.fulfill({ status: 503, body: "no" }));
      await visitor.visit();
      await visitor.launcher.click();
      await expect(failing(page)).toBeVisible();
      await picture(page, "failing");
      await page.locator("#panel").getByRole("button", { name: "Close" }).click();
      await expect(page.locator("#panel")).toBeHidden();
      await visitor.launcher.click();
      await expect(failing(page)).toBeVisible();
      await context.unroute(files);
      await page.locator("#panel").getByRole("button", { name: "Retry" }).click();
      await expect(visitor.composer).toBeVisible();
      await expect(failing(page)).toBeHidden();
    });
  }

  test("first opened offline, the chat says so and comes by itself with the network", async ({
    page,
    context,
    visitor,
  }) => {
    await visitor.visit();
    await context.setOffline(true);
    await visitor.launcher.click();
    await expect(failing(page)).toBeVisible();
    await picture(page, "offline");
    await context.setOffline(false);
    await expect(visitor.composer).toBeVisible();
  });

  test("first opened offline on a page in another language than the browser's, the chat speaks the page's", async ({
    page,
    context,
    visitor,
  }) => {
    await speaking(page, "pt-BR");
    const words = page.waitForResponse(/\/screen\.js$/);
    await visitor.visit();
    await (await words).finished();
    await context.setOffline(true);
    await visitor.launcher.click();
    await expect(failing(page)).toHaveText("Não foi possível carregar o chat.");
    await expect(page.locator("#panel").getByRole("button")).toHaveText(["Tentar de novo", "Fechar"]);
    await page.locator("#panel").getByRole("button", { name: "Fechar" }).click();
    await expect(page.locator("#panel")).toBeHidden();
  });

  test("while nothing comes at all, the chat can be closed, and then says so", async ({ page, context, visitor }) => {
    await context.route(APP, () => undefined);
    await visitor.visit();
    await visitor.launcher.click();
    await expect(page.locator("#panel")).toBeVisible();
    await visitor.launcher.click();
    await expect(page.locator("#panel")).toBeHidden();
    await visitor.launcher.click();
    await expect(failing(page)).toBeVisible();
    await picture(page, "nothing comes");
  });

  test("what the loader says itself is in the page's language", async ({ page, context, visitor }) => {
    await context.route(/\/widget\/\?/, (route) => route.fulfill({ status: 503, body: "no" }));
    await visitor.visit();
    await page.evaluate(() => window.Firstline?.("set", { locale: "de_DE" }));
    await visitor.launcher.click();
    await expect(failing(page)).toHaveText("Der Chat konnte nicht geladen werden.");
    await page.evaluate(() => window.Firstline?.("set", { locale: "he" }));
    await expect(page.locator("#panel > div")).toHaveAttribute("dir", "rtl");
    await page.evaluate(() => window.Firstline?.("set", { locale: "fr" }));
    await expect(page.locator("#panel").getByRole("button")).toHaveText(["Réessayer", "Fermer"]);
    await page.evaluate(() => window.Firstline?.("set", { locale: "xx" }));
    await expect(page.locator("#panel").getByRole("button")).toHaveText(["Retry", "Close"]);
  });

  test("where a part of the app fails and then the network, the chat says so, and comes with the network", async ({
    page,
    context,
    visitor,
  }) => {
    await context.route(/\/assets\/live-/, (route) => route.abort());
    await visitor.visit();
    await visitor.open();
    await visitor.composer.fill("Where is my par");
    await visitor.composer.press("Enter");
    await expect(visitor.composer).toHaveValue("Where is my par");
    await context.setOffline(true);
    await visitor.frame.getByRole("button", { name: "Retry" }).click();
    await expect(failing(page)).toBeVisible();
    // Without a network an attempt is over before one can see it: it is counted.
    let attempts = 0;
    page.on("request", (request) => void (attempts += Number(request.isNavigationRequest())));
    await page.locator("#panel").getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => attempts, "another attempt is made").toBeGreaterThan(0);
    await expect(visitor.launcher, "one can leave meanwhile").toBeVisible();
    await expect(failing(page)).toBeVisible();
    await picture(page, "a part fails, and the network");
    await context.unroute(/\/assets\/live-/);
    await context.setOffline(false);
    await expect(visitor.composer).toHaveValue("Where is my par");
    await expect(failing(page)).toBeHidden();
    await visitor.composer.press("Enter");
    await visitor.sees("Where is my par", "Sent");
  });

  test("the page behind is inert, and Back closes the chat", async ({ page, visitor }) => {
    await visitor.visit();
    await visitor.open();
    await expect(page.locator("body")).toHaveJSProperty("inert", true);
    await expect(page.locator("html")).toHaveCSS("overflow", "hidden");
    await page.goBack();
    await expect(page.locator("#panel")).toBeHidden();
    await expect(page.locator("body")).toHaveJSProperty("inert", false);
    await expect(page.locator("html")).not.toHaveCSS("overflow", "hidden");
    expect(page.url()).toContain("localhost");
    await visitor.open();
    await visitor.frame.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => page.evaluate(() => history.state)).toBeNull();
    await expect(page.locator("#panel")).toBeHidden();
  });

  for (const command of ["close", "hide", "destroy"]) {
    test(`where the page says ${command}, Back has nothing left to close`, async ({ page, visitor }) => {
      await visitor.visit();
      await visitor.open();
      await expect.poll(() => page.evaluate(() => history.state)).toEqual({ firstline: true });
      await page.evaluate((word) => window.Firstline?.(word), command);
      await expect.poll(() => page.evaluate(() => history.state)).toBeNull();
    });
  }

  test("a page that opens the chat again adds nothing to the history", async ({ page, site, visitor }) => {
    await visitor.visit();
    await visitor.open();
    await page.goto(`${shopOf(site)}?page=2`);
    await expect(visitor.composer).toBeVisible();
    const before = await page.evaluate(() => history.length);
    await page.goto(`${shopOf(site)}?page=3`);
    await expect(visitor.composer).toBeVisible();
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
    await page.goBack();
    expect(page.url()).toContain("page=2");
  });

  test("the keyboard covers nothing: the panel takes what is left of the screen", async ({ page, visitor }) => {
    await visitor.visit();
    await visitor.open();
    await page.evaluate(() => {
      Object.defineProperty(visualViewport, "height", { value: 500 });
      Object.defineProperty(visualViewport, "offsetTop", { value: 20 });
      visualViewport?.dispatchEvent(new Event("resize"));
    });
    await expect.poll(() => page.locator("#panel").boundingBox()).toEqual({ x: 0, y: 20, width: 390, height: 500 });
    await expect(visitor.composer).toBeInViewport();
    await picture(page, "keyboard");
  });

  test("no field is so small that a phone zooms into it", async ({ visitor }) => {
    await visitor.visit();
    await visitor.open();
    const size = await visitor.composer.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
  });
});

test("where the second half of the app fails, words stay where they were written, and are sent later", async ({
  context,
  visitor,
}) => {
  await context.route(/\/assets\/live-/, (route) => route.fulfill({ status: 503, body: "no" }));
  await visitor.visit();
  await visitor.open();
  await visitor.write("Where is my parcel?");
  const retry = visitor.frame.getByRole("button", { name: "Retry" });
  await expect(retry).toBeVisible();
  await expect(visitor.composer).toHaveValue("Where is my parcel?");
  await picture(visitor.page, "second half fails");
  await context.unroute(/\/assets\/live-/);
  await retry.click();
  await expect(visitor.composer).toHaveValue("Where is my parcel?");
  await visitor.composer.press("Enter");
  await visitor.sees("Where is my parcel?", "Sent");
});

test("what is typed before the frame has come goes where one writes", async ({ page, context, visitor }) => {
  let come = (): void => undefined;
  const waits = new Promise<void>((resolve) => (come = resolve));
  await context.route(/\/widget\/assets\/index/, async (route) => {
    await waits;
    await route.continue();
  });
  await visitor.visit();
  const script = page.waitForResponse(/\/panel\.js/);
  await page.getByRole("button", { name: "Ask us something" }).click();
  await (await script).finished();
  await expect(page.locator("#panel")).toBeVisible();
  await page.keyboard.type("Hi ther");
  await page.keyboard.press("Backspace");
  come();
  await expect(visitor.composer).toHaveValue("Hi the");
  await expect(visitor.composer).toBeFocused();
});

for (const tag of ["de_DE", "en-", "de-DE-u-co-phonebk"])
  test(`a page whose language is written ${tag} has its chat, and its case a language`, async ({
    page,
    visitor,
    backend,
  }) => {
    await speaking(page, tag);
    await visitor.visit();
    await visitor.open();
    const composer = visitor.frame.locator("#message");
    await composer.fill("Hallo");
    await composer.press("Enter");
    await expect
      .poll(() => backend.heard.find(({ action }) => action === "open"))
      .toMatchObject({
        locale: tag === "en-" ? "en-GB" : tag.startsWith("de_") ? "de-DE" : "de",
      });
  });

for (const [width, height] of [
  [667, 375],
  [844, 390],
  [956, 440],
] as const)
  test.describe(`on a phone on its side, ${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the panel covers the page, which is inert, and Back closes the chat", async ({ page, visitor }) => {
      await visitor.visit();
      await visitor.open();
      await expect(visitor.composer).toBeInViewport();
      await expect.poll(() => page.locator("#panel").boundingBox()).toEqual({ x: 0, y: 0, width, height });
      await expect(page.locator("body")).toHaveJSProperty("inert", true);
      await expect(page.locator("html")).toHaveCSS("overflow", "hidden");
      await picture(page, `phone on its side ${width}`);
      await page.goBack();
      await expect(page.locator("#panel")).toBeHidden();
      await expect(page.locator("body")).toHaveJSProperty("inert", false);
    });
  });

test("a low window of a computer is no phone", async ({ page, visitor }) => {
  await page.setViewportSize({ width: 1280, height: 420 });
  await visitor.visit();
  await visitor.open();
  await expect(page.locator("body")).toHaveJSProperty("inert", false);
  expect((await page.locator("#panel").boundingBox())?.width).toBe(392);
});

test.describe("in a browser that speaks German", () => {
  test.use({ locale: "de-DE" });

  test("a page that names no language has the loader's screen in the browser's", async ({ page, context, visitor }) => {
    await speaking(page, "");
    const words = page.waitForResponse(/\/screen\.js$/);
    await visitor.visit();
    await (await words).finished();
    await context.setOffline(true);
    await visitor.launcher.click();
    await expect(failing(page)).toHaveText("Der Chat konnte nicht geladen werden.");
  });

  test("the page's language wins over the browser's, whichever comes first", async ({ page, context, visitor }) => {
    let release = (): void => undefined;
    const isHeld = new Promise<void>((resolve) => (release = resolve));
    await context.route(/\/assets\/de-/, async (route) => {
      await isHeld;
      await route.continue();
    });
    await visitor.visit();
    await visitor.open();
    await expect(visitor.composer).toBeVisible();
    const german = page.waitForResponse(/\/assets\/de-/);
    await page.evaluate(() => {
      window.Firstline?.("set", { locale: "de" });
      window.Firstline?.("set", { locale: "fr" });
    });
    await expect(visitor.frame.locator("html")).toHaveAttribute("lang", "fr");
    release();
    await (await german).finished();
    await expect(visitor.frame.locator("html")).toHaveAttribute("lang", "fr");
    await page.evaluate(() => window.Firstline?.("set", { locale: "en" }));
    await expect(visitor.frame.locator("html")).toHaveAttribute("lang", "en");
    await page.evaluate(() => window.Firstline?.("set", { locale: "" }));
    await expect(visitor.frame.locator("html")).toHaveAttribute("lang", "de-DE");
  });
});

test("the panel stays open over the shop's pages, and closed once it was closed; each tab for itself", async ({
  page,
  context,
  site,
  visitor,
}) => {
  await visitor.visit();
  await visitor.open();
  await page.goto(`${shopOf(site)}?page=2`);
  await expect(visitor.composer).toBeVisible();
  const other = new Visitor(await context.newPage(), shopOf(site));
  await other.visit();
  await expect(other.page.locator("#panel")).toBeHidden();
  await visitor.frame.getByRole("button", { name: "Close" }).click();
  await page.reload();
  await expect(visitor.launcher).toBeVisible();
  await expect(page.locator("#panel")).toBeHidden();
});

test("a panel that a page opens again leaves the focus to the page", async ({ page, visitor }) => {
  await visitor.visit();
  await visitor.open();
  await page.reload();
  await expect(visitor.composer).toBeVisible();
  await expect(visitor.composer).not.toBeFocused();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
});

test("the launcher follows the scheme that the page sets", async ({ page, visitor }) => {
  await visitor.visit();
  const scheme = () => page.locator("html > section").evaluate((host) => getComputedStyle(host).colorScheme);
  expect(await scheme()).toBe("light dark");
  await page.evaluate(() => window.Firstline?.("set", { scheme: "dark" }));
  expect(await scheme()).toBe("dark");
  await page.evaluate(() => window.Firstline?.("set", { scheme: "auto" }));
  expect(await scheme()).toBe("light dark");
});
