import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Page, expect, test } from "@playwright/test";
import { INES, MINUTE } from "../testing/console.ts";
import { desk, STATES } from "./console-states.ts";
import { findings, picture } from "./look.ts";

// What every state of the console must be: without a finding of axe, still, small, and within its content policy.

/** Words that are set smaller than 13 pixels. */
function smallPrint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
      const size = Number.parseFloat(getComputedStyle(node.parentElement!).fontSize);
      if (node.nodeValue!.trim() !== "" && size < 13) found.push(`${node.nodeValue} ${size}`);
    }
    return found;
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in any state, ${colorScheme} @mobile`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    const { backend, first, complaints } = await desk(page);
    for (const [state, reach] of STATES) {
      await reach(page, first, backend);
      expect.soft(await findings(page, state), state).toEqual([]);
      expect.soft(await smallPrint(page), state).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
}

test("axe finds nothing on the sign-in page @mobile", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/console/");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(await findings(page, colorScheme)).toEqual([]);
  }
});

for (const [width, height] of [
  [320, 640],
  [390, 844],
  [768, 1024],
  [1024, 700],
  [1920, 1080],
] as const) {
  test(`nothing is wider than a page of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const { first } = await desk(page);
    await page.goto(`/console/?case=${first}`);
    await expect(page.locator(".suggestion")).toBeVisible();
    await picture(page, "a case");
    const wide = await page.evaluate(() => {
      const boxes = [
        ...document.querySelectorAll(
          ".console, .case, .case-head > *, .suggestion, .composer, .button-row > *, .bubble",
        ),
      ];
      return boxes.filter((box) => box.getBoundingClientRect().right > innerWidth + 0.5).map((box) => box.className);
    });
    expect(wide).toEqual([]);
    await expect(page.getByRole("button", { name: "Approve and send" })).toBeInViewport();
  });
}

test("at 400 % zoom the draft is there to be read, and no button lies over another part", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const { first } = await desk(page);
  await page.goto(`/console/?case=${first}`);
  const card = (await page.locator(".suggestion").boundingBox())!;
  const words = (await page.locator(".suggestion .draft").boundingBox())!;
  const reject = (await page.getByRole("button", { name: "Reject" }).boundingBox())!;
  const body = (await page.locator(".suggestion-body").boundingBox())!;
  expect(body.height).toBeGreaterThanOrEqual(words.height);
  expect(reject.y + reject.height).toBeLessThanOrEqual(card.y + card.height);
  await page.locator(".suggestion .draft").scrollIntoViewIfNeeded();
  await expect(page.locator(".suggestion .draft")).toBeInViewport();
  await picture(page, "the draft");
  await page.locator(".composer textarea").scrollIntoViewIfNeeded();
  await expect(page.locator(".composer textarea")).toBeInViewport({ ratio: 1 });
  await picture(page, "the composer");
});

test("nothing moves: not on loading, not when cases and messages come in", async ({ page }) => {
  await page.addInitScript(() => {
    const moves: number[] = ((globalThis as unknown as { moves: number[] }).moves = []);
    new PerformanceObserver((list) =>
      list.getEntries().forEach((entry) => moves.push((entry as unknown as { value: number }).value)),
    ).observe({ type: "layout-shift", buffered: true });
  });
  const { backend, first } = await desk(page);
  await page.goto(`/console/?case=${first}`);
  await expect(page.locator(".suggestion")).toBeVisible();
  backend.tell({
    action: "worklist",
    store: "demo",
    summary: backend.cases.get(backend.open("Older", { ago: 900 * MINUTE }))!.summary,
  });
  await expect(page.getByText("Show 1 new")).toBeVisible();
  backend.tell({ action: "typing", case: first, user: INES.id!, role: "customer", name: INES.name, on: true });
  await expect(page.getByText("is typing")).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { moves: number[] }).moves)).toEqual([]);
});

test("of 5,000 cases few are drawn, and a key is answered within a frame or four", async ({ page }) => {
  await desk(page, 5_000);
  await page.locator(".rows").evaluate((rows) => (rows.scrollTop = 60_000));
  await expect(page.getByText("Customer 535", { exact: true })).toBeVisible();
  for (let pages = 0; pages < 4; pages += 1)
    await page
      .locator(".rows")
      .evaluate((rows) => new Promise((done) => setTimeout(() => done((rows.scrollTop = rows.scrollHeight)), 150)));
  await expect(page.locator(".count")).toHaveText("999+");
  expect(await page.locator(".row").count()).toBeLessThan(40);
  const times = await page.evaluate(async () => {
    const spans: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      const start = performance.now();
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      spans.push(performance.now() - start);
    }
    return spans.sort((a, b) => a - b);
  });
  test.info().annotations.push({
    type: "key to paint, ms (median, worst)",
    description: `${times[20]?.toFixed(1)}, ${times.at(-1)?.toFixed(1)}`,
  });
  expect(times[20]).toBeLessThan(64);
});

test("the first screen's script is at most 70 KiB with its style, and its font 25 KiB", async () => {
  const folder = new URL("../dist/console/", import.meta.url);
  const assets = new URL("assets/", folder);
  const page = readFileSync(new URL("index.html", folder), "utf8");
  const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
  // The page's own files, and all that they import before anything is shown; the other pages come when they are opened.
  const wanted = new Set(named(page, /assets\/([^"]+\.(?:js|css))"/g));
  for (const name of wanted)
    for (const next of named(readFileSync(new URL(name, assets), "utf8"), /(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      wanted.add(next);
  const sizes = [...wanted].map((name) => gzipSync(readFileSync(new URL(name, assets))).length);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(70 * 1024);
  const fonts = readdirSync(assets).filter((name) => name.endsWith(".woff2"));
  expect(fonts.reduce((sum, name) => sum + readFileSync(new URL(name, assets)).length, 0)).toBeLessThan(25 * 1024);
});
