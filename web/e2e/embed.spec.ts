import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { build } from "vite";
import { findings } from "./look.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// The page for developers, and the components that stand on it.

const here = dirname(fileURLToPath(import.meta.url));

/** One of the pages with a component, as a bundler of its framework makes it. */
async function bundled(file: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "error",
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    oxc: { jsx: { runtime: "automatic", importSource: "react" } },
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: join(here, "embed", file), output: { format: "iife" } },
    },
  });
  const outputs = (Array.isArray(made) ? made : [made]).flatMap((one) => ("output" in one ? one.output : []));
  return outputs.map((one) => ("code" in one ? one.code : "")).join("\n");
}

/** An example as a reader copies it. */
async function copied(page: Page, file: string): Promise<string> {
  await expect(page.locator(".example")).not.toHaveCount(0);
  return (await page.locator(`pre[data-example="${file}"]`).textContent()) ?? "";
}

/** A shop's page that consists of an example. */
async function serveExample(page: Page, url: string, html: string, policy?: string): Promise<void> {
  const headers = policy === undefined ? {} : { "content-security-policy": policy };
  const body = `<!doctype html><html lang="en"><title>Shop</title><main></main>${html}`;
  await page.route(url, (route) => route.fulfill({ contentType: "text/html", headers, body }));
  await page.goto(url);
}

async function serve(page: Page, shop: string, code: string): Promise<void> {
  const html =
    '<!doctype html><html lang="en"><title>Shop</title><main id="root"></main><script src="/bundle.js"></script>';
  await page.route(`${shop}framework`, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.route(`${shop}bundle.js`, (route) => route.fulfill({ contentType: "text/javascript", body: code }));
  await page.goto(`${shop}framework`);
}

for (const file of ["plain.js", "react.jsx", "vue.js"]) {
  test(`the chat comes and goes with the component: ${file}`, async ({ page, baseURL }) => {
    const site = (baseURL ?? "").replace(/\/$/, "");
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    const backend = await Backend.attach(page.context(), site);
    await serve(page, shopOf(site), await bundled(file));
    const visitor = new Visitor(page, shopOf(site));
    await expect(visitor.launcher).toHaveCount(1);
    await visitor.open();
    const composer = visitor.frame.getByRole("textbox", { name: "Nachricht schreiben" });
    await composer.fill("Ist sie spülmaschinenfest?");
    await composer.press("Enter");
    await visitor.sees("Ist sie spülmaschinenfest?", "Gesendet");
    await visitor.launcher.click();
    backend.reply("Ja.");
    await expect(page.locator("output")).toHaveText("1");
    const turn = page.getByRole("button", { name: "Turn" });
    await turn.click();
    await expect(visitor.launcher).toHaveCount(0);
    expect(await page.evaluate(() => window.Firstline)).toBeUndefined();
    await turn.click();
    await expect(visitor.launcher).toHaveCount(1);
    await visitor.open();
    await visitor.sees("Ja.");
    expect(errors).toEqual([]);
  });
}

for (const file of ["plain.js", "react.jsx", "vue.js"]) {
  test(`another shop's chat takes the place of the one before: ${file}`, async ({ page, baseURL }) => {
    const site = (baseURL ?? "").replace(/\/$/, "");
    await Backend.attach(page.context(), site);
    await serve(page, shopOf(site), await bundled(file));
    const visitor = new Visitor(page, shopOf(site));
    await expect(visitor.launcher).toHaveCount(1);
    const frame = (of: string) => page.locator(`iframe[src$="site=${of}"]`);
    await visitor.launcher.hover();
    await expect(frame("demo")).toHaveCount(1);
    await page.getByRole("button", { name: "Other shop" }).click();
    await visitor.launcher.hover();
    await expect(frame("north")).toHaveCount(1);
    await expect(frame("demo")).toHaveCount(0);
    await expect(visitor.launcher).toHaveCount(1);
  });
}

for (const file of ["react.jsx", "vue.js"]) {
  test(`a customer who signs out of the shop is signed out of the chat: ${file}`, async ({ page, baseURL }) => {
    const site = (baseURL ?? "").replace(/\/$/, "");
    await Backend.attach(page.context(), site);
    await serve(page, shopOf(site), await bundled(file));
    await expect(new Visitor(page, shopOf(site)).launcher).toHaveCount(1);
    await page.evaluate(() => {
      const commands: string[] = [];
      const loaded = window.Firstline;
      window.Firstline = (command, ...rest) => {
        commands.push(command);
        loaded?.(command, ...rest);
      };
      Object.assign(window, { commands });
    });
    const commands = () => page.evaluate(() => (window as unknown as { commands: string[] }).commands);
    const sign = page.getByRole("button", { name: "Sign in or out" });
    await sign.click();
    await expect.poll(commands).toEqual(["identify"]);
    await sign.click();
    await expect.poll(commands).toEqual(["identify", "logout"]);
  });
}

test("the snippet puts the chat on a page, and does what the page commanded before it came", async ({
  page,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  await Backend.attach(page.context(), site);
  await page.goto(`${site}/embed/`);
  const snippet = await copied(page, "snippet.html");
  await serveExample(page, `${shopOf(site)}snippet`, `${snippet}<script>Firstline("open")</script>`);
  const visitor = new Visitor(page, shopOf(site));
  await expect(visitor.launcher).toHaveAttribute("aria-expanded", "true");
  await visitor.ask("Is it safe?");
});

test("on a page with the content policy that is shown the chat works, and nothing is refused", async ({
  page,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  await Backend.attach(page.context(), site);
  await page.goto(`${site}/embed/`);
  const snippet = await copied(page, "snippet.html");
  const policy = await copied(page, "policy.txt");
  const complaints: string[] = [];
  page.on("console", (message) => /content security policy/i.test(message.text()) && complaints.push(message.text()));
  const external = snippet.slice(snippet.indexOf("<script async"));
  const directives = policy.replace("Content-Security-Policy: ", "");
  await serveExample(page, `${shopOf(site)}strict`, external, `default-src 'self'; ${directives}`);
  const visitor = new Visitor(page, shopOf(site));
  await visitor.open();
  await visitor.ask("Is it safe?");
  expect(complaints).toEqual([]);
});

test("the page for developers is about the store that its address names", async ({ page, baseURL }) => {
  for (const [query, store] of [
    ["", "demo"],
    ["?site=kiln-2", "kiln-2"],
    ["?site=%22%3E%3Cscript%3E", "demo"],
  ]) {
    await page.goto(`${baseURL}/embed/${query}`);
    await expect(page.locator("script[data-site]")).toHaveAttribute("data-site", store!);
    expect(await copied(page, "snippet.html")).toContain(`data-site="${store}"`);
    for (const file of ["identity.py", "identity.mjs", "Identity.java"])
      expect(await copied(page, file)).toContain(`"${store}"`);
    expect(await copied(page, "identity.php")).toContain(`'${store}'`);
  }
});

test("every link of the page for developers leads to a part of it, and every example to a file", async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL}/embed/`);
  await expect(page.locator(".example")).not.toHaveCount(0);
  const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(links.length).toBeGreaterThan(0);
  const broken = await page.evaluate(
    (hrefs) => hrefs.filter((href) => !href.startsWith("#") || document.getElementById(href.slice(1)) === null),
    links,
  );
  expect(broken).toEqual([]);
  const sections = await page.locator("main section").evaluateAll((all) => all.map(({ id }) => `#${id}`));
  expect(links).toEqual(sections);
  const shown = await page.locator("pre").evaluateAll((all) => all.map((one) => one.dataset.example));
  expect([...shown].sort()).toEqual(readdirSync(join(here, "../embed/examples")).sort());
});

test("the page for developers shows what the tests run, and what each command does", async ({ page, baseURL }) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  await Backend.attach(page.context(), site);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${site}/embed/`);
  await expect(page.locator("pre").first()).toContainText(`src="${site}/c.js"`);
  expect(await page.locator("pre:empty").count()).toBe(0);
  const events = page.locator(".events p");
  await page.getByRole("button", { name: 'Firstline("open")' }).click();
  await expect(events.filter({ hasText: "ready" })).toHaveCount(1);
  await page.getByRole("combobox", { name: "Locale" }).selectOption("de");
  await expect(page.frameLocator("iframe").getByRole("textbox")).toHaveAttribute("placeholder", "Nachricht schreiben…");
  await page.getByRole("button", { name: 'Firstline("close")' }).click();
  await expect(events.last()).toContainText("close");
  await page.getByText("Python", { exact: true }).click();
  await expect(page.locator('pre[data-example="identity.py"]')).toBeVisible();
  await expect(page.locator('pre[data-example="identity.mjs"]')).toBeHidden();
  expect(complaints).toEqual([]);
});

for (const look of [
  { name: "light", colorScheme: "light", width: 1280 },
  { name: "dark", colorScheme: "dark", width: 1280 },
  { name: "narrow", colorScheme: "light", width: 320 },
  { name: "narrow and dark", colorScheme: "dark", width: 375 },
  { name: "forced colours", colorScheme: "light", width: 1280, forcedColors: "active" },
] as const) {
  test(`the page for developers has no accessibility fault: ${look.name}`, async ({ browser, baseURL }) => {
    const { width, colorScheme } = look;
    const forcedColors = "forcedColors" in look ? look.forcedColors : "none";
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, forcedColors });
    const page = await context.newPage();
    await page.goto(`${baseURL}/embed/`);
    await expect(page.locator(".example")).not.toHaveCount(0);
    expect(await findings(page, "embed")).toEqual([]);
    // Nothing is wider than the screen but what scrolls by itself.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });
}
