import { type Page, expect, test } from "@playwright/test";
import { type Backend, MINUTE } from "../testing/console.ts";
import { composer, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// Parts of the console that are fetched when they are wanted, and do not come: the site is down, or has newer files by now.

/** Lets one file fail until it is told to come. */
async function withhold(page: Page, name: string): Promise<() => Promise<void>> {
  const files = new RegExp(`/assets/${name}-[^/]+\\.js$`);
  await page.route(files, (route) => route.fulfill({ status: 503, body: "no" }));
  return () => page.unroute(files);
}

const missing = (page: Page) => page.getByRole("alert").filter({ hasText: "Part of the page didn’t load." });

test("a dialog whose choices did not come says so, and has them once they do", async ({ page }) => {
  const come = await withhold(page, "snooze-choices");
  const { sent } = await desk(page);
  await page.locator(".log").focus();
  await page.keyboard.press("s");
  const dialog = page.locator("dialog[open]");
  await expect(missing(page)).toBeVisible();
  expect(await findings(page, "a dialog without its choices")).toEqual([]);
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(missing(page)).toBeVisible();
  await come();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await dialog.getByRole("button", { name: "Tomorrow morning" }).click();
  await expect.poll(() => sent("snooze")).toHaveLength(1);
});

test("it is asked for again as well when the dialog is opened again", async ({ page }) => {
  const come = await withhold(page, "snooze-choices");
  await desk(page);
  await page.locator(".log").focus();
  await page.keyboard.press("s");
  await expect(missing(page)).toBeVisible();
  await come();
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await expect(page.locator("dialog[open]").getByRole("button", { name: "Tomorrow morning" })).toBeVisible();
});

test("the settings come once they can", async ({ page }) => {
  const come = await withhold(page, "settings-choices");
  await desk(page, false);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await expect(missing(page)).toBeVisible();
  await come();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByRole("combobox").first()).toBeVisible();
});

test("a page that a newer deployment has no more is had by loading anew", async ({ page }) => {
  const come = await withhold(page, "answers-page");
  await desk(page, false);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(missing(page)).toBeVisible();
  expect(await findings(page, "a page that did not come")).toEqual([]);
  await come();
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.locator(".answer-list")).toBeVisible();
});

test("without the filters and the dialogs of the list that is said, and they come", async ({ page }) => {
  const come = await withhold(page, "sorting-parts");
  await desk(page, false);
  await expect(missing(page)).toBeVisible();
  await page.clock.runFor(3_000);
  expect(await findings(page, "a list without its filters")).toEqual([]);
  await come();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("combobox", { name: "Show one priority or tag" })).toBeVisible();
  await expect(missing(page)).toHaveCount(0);
});

test("a slash finds answers as soon as what looks for them has come", async ({ page }) => {
  const come = await withhold(page, "insertion-parts");
  await desk(page, true, async ({ knowledge }: Backend) => {
    knowledge.add("How long does a refund take?", "Up to ten working days.", { status: "approved" });
  });
  await page.keyboard.press("r");
  await page.keyboard.type("/refund");
  await page.clock.runFor(200);
  await expect(missing(page)).toBeVisible();
  await come();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.clock.runFor(200);
  await expect(page.getByRole("listbox", { name: "Answers to insert" }).getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("Up to ten working days.");
});

test("a message for later is shown where its card did not come at first", async ({ page }) => {
  const come = await withhold(page, "scheduled-card");
  const { backend, ids } = await desk(page, false);
  const at = Date.now() + 60 * MINUTE;
  const words = { kind: "scheduled", text: "See you tomorrow.", answers: 1, at, at_opening: false } as const;
  backend.say(ids[1], { role: "agent", id: `a_${"m".repeat(26)}`, name: "Maya Lindqvist" }, words);
  await page.locator(".row", { hasText: "Change my address" }).click();
  await expect(missing(page)).toBeVisible();
  await come();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".scheduled")).toContainText("See you tomorrow.");
});
