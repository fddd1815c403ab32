import { expect, test } from "@playwright/test";
import { composer, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// Emoji for replies and notes, by name.

test("an emoji is found by its name, goes where the caret is, and comes first the next time", async ({ page }) => {
  await desk(page);
  await composer(page).fill("Thank you ! Ines");
  await composer(page).evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(10, 10));
  const picker = page.getByRole("dialog", { name: "Emoji" });
  const button = page.getByRole("button", { name: "Emoji" });
  await button.click();
  await expect(picker.getByRole("searchbox")).toBeFocused();
  await expect(picker.getByRole("grid")).toHaveCount(4);
  expect(await findings(page, "emoji")).toEqual([]);
  await page.keyboard.type("parcel");
  await expect(picker.getByRole("gridcell")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(picker).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("Thank you 📦! Ines");
  // Before the exclamation mark, and what is typed next as well.
  await page.keyboard.type(" now");
  await expect(composer(page)).toHaveValue("Thank you 📦 now! Ines");
  await button.click();
  await expect(picker.getByRole("grid", { name: "Used last" }).getByRole("gridcell")).toHaveText(["📦"]);
});

test("arrows lead through the emoji, letters go on with the search, and no key is the console’s", async ({ page }) => {
  const { sent } = await desk(page);
  const picker = page.getByRole("dialog", { name: "Emoji" });
  await page.getByRole("button", { name: "Emoji" }).click();
  await expect(picker.getByRole("searchbox")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(picker.getByRole("gridcell", { name: "grinning face" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(picker.getByRole("gridcell", { name: "smiling face" }).nth(1)).toBeFocused();
  // Elsewhere `a` approves the draft.
  await page.keyboard.type("apple");
  await expect(picker.getByRole("searchbox")).toHaveValue("apple");
  await page.keyboard.press("Escape");
  await expect(picker).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  expect(sent("approve")).toEqual([]);
  await page.getByRole("button", { name: "Emoji" }).click();
  await page.locator(".case-title").click();
  await expect(picker).toHaveCount(0);
});

test("emoji fit a narrow page, and are called as the console speaks", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.addInitScript(() => Object.defineProperty(navigator, "languages", { value: ["de"] }));
  await desk(page);
  await page.getByRole("button", { name: "Emoji" }).click();
  const picker = page.getByRole("dialog", { name: "Emoji" });
  await picker.getByRole("searchbox", { name: "Emoji suchen" }).fill("paket");
  await expect(picker.getByRole("gridcell")).toHaveText(["📦"]);
  await picker.getByRole("searchbox").fill("");
  const box = (await picker.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(320);
  expect(await findings(page, "emoji on a narrow page, in German")).toEqual([]);
  await picker.getByRole("searchbox").fill("zzz");
  await expect(picker.getByText("Kein passendes Emoji.")).toBeVisible();
});
