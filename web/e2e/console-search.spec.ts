import { type Page, expect, test } from "@playwright/test";
import { INES, MINUTE } from "../testing/console.ts";
import { desk } from "./console-page.ts";
import { findings } from "./look.ts";

// All conversations are searched: from the command bar, from a list, and on a page, over a service made of maps.

const DAY = 24 * 60 * MINUTE;
const options = (page: Page) => page.locator(".bar [role=option]");
const field = (page: Page) => page.getByRole("searchbox", { name: "Search all conversations" });
const hits = (page: Page) => page.locator(".hit");

/** A desk with a conversation of last year, which no list has loaded. */
const withOld = (page: Page, open = false) =>
  desk(page, open, async (backend) => {
    backend.open("Liefern Sie nach Zürich?", {
      ago: 400 * DAY,
      status: "resolved",
      by: { ...INES, name: "Urs Frei" },
      tags: ["delivery"],
    });
  });

test("the command bar finds what no list has loaded, and Enter opens it", async ({ page }) => {
  const { backend } = await withOld(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zurich");
  await expect(options(page)).toHaveCount(2);
  await expect(options(page).first()).toContainText("Liefern Sie nach Zürich?");
  await expect(options(page).first().locator("mark")).toHaveText("Zürich");
  await expect(page.locator(".bar [role=status]")).toHaveText("1 conversation found");
  expect(await findings(page, "command bar with found conversations")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.locator(".log")).toContainText("Liefern Sie nach Zürich?");
  expect(backend.search.asked).toEqual(["zurich"]);
});

test("what is typed before the search has come is looked for as it comes", async ({ page }) => {
  let come = () => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(/search-parts-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await withOld(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zurich");
  await expect(page.locator(".bar input")).toHaveValue("zurich");
  await expect(options(page)).toHaveCount(0);
  come();
  await expect(options(page).first()).toContainText("Liefern Sie nach Zürich?");
});

test("from the command bar to all that is found, and back with the words still there", async ({ page }) => {
  await withOld(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zür");
  await options(page).filter({ hasText: "Search all conversations for “zür”" }).click();
  await expect(field(page)).toHaveValue("zür");
  await expect(field(page)).toBeFocused();
  await expect(hits(page)).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await expect(hits(page).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator(".log")).toContainText("Liefern Sie nach Zürich?");
  await page.goBack();
  await expect(field(page)).toHaveValue("zür");
  await expect(hits(page)).toHaveCount(1);
});

test("a page of results marks the words, narrows by tag, and says when there is nothing", async ({ page }) => {
  await withOld(page);
  await page.locator(".row").first().focus();
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await expect(page.getByRole("heading", { name: "Search all conversations" })).toBeVisible();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("urs");
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page).locator("mark")).toHaveText("Urs");
  expect(await findings(page, "search")).toEqual([]);
  await page.getByLabel("Tag", { exact: true }).fill("delivery");
  await expect(page.getByText("1 conversation found")).toBeVisible();
  await page.getByLabel("Tag", { exact: true }).fill("vip");
  await expect(page.getByRole("heading", { name: "No conversations found" })).toBeVisible();
  expect(await findings(page, "search without results")).toEqual([]);
});

test("what is typed on is asked for once", async ({ page }) => {
  const { backend } = await withOld(page);
  await page.goto("/console/?page=search");
  await field(page).pressSequentially("refund", { delay: 20 });
  await expect(hits(page)).toHaveCount(1);
  expect(backend.search.asked).toEqual(["refund"]);
  await expect(page).toHaveURL(/page=search&query=refund/);
});

test("a search that fails is said so and tried again", async ({ page }) => {
  const { backend } = await withOld(page);
  backend.search.isBroken = true;
  await page.goto("/console/?page=search&query=zurich");
  await expect(page.getByRole("alert")).toContainText("The search didn’t work.");
  expect(await findings(page, "search that fails")).toEqual([]);
  backend.search.isBroken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(hits(page)).toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("more results come behind those that are there", async ({ page }) => {
  await desk(page, false, async (backend) => {
    for (let n = 0; n < 25; n += 1) backend.open(`A lamp, number ${n}`, { ago: (n + 30) * MINUTE, status: "resolved" });
  });
  await page.goto("/console/?page=search&query=lamp");
  await expect(page.getByText("20+ conversations found")).toBeVisible();
  await page.getByRole("button", { name: "More results" }).click();
  await expect(hits(page)).toHaveCount(25);
  await expect(page.getByText("25 conversations found")).toBeVisible();
  await expect(page.getByRole("button", { name: "More results" })).toHaveCount(0);
  await expect(hits(page).first()).toContainText("number 0");
});

test("what a list does not have is looked for everywhere", async ({ page }) => {
  await withOld(page);
  await page.locator(".row").first().focus();
  await page.keyboard.press("/");
  await page.keyboard.type("zurich");
  await expect(page.getByRole("heading", { name: "No matches" })).toBeVisible();
  await page.getByRole("link", { name: "Search all conversations for “zurich”" }).click();
  await expect(hits(page)).toHaveCount(1);
});

test("a long question stays within a phone's page of results", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await desk(page, false, async (backend) => {
    const text = "How long does shipping to Norway take, and can I change my address afterwards, please?";
    backend.open(text, { ago: 400 * DAY, status: "resolved" });
  });
  await page.goto("/console/?page=search&query=norway");
  await expect(hits(page)).toHaveCount(1);
  const { x, width } = (await hits(page).boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(390);
});
