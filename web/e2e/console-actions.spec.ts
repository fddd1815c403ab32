import { expect, test } from "@playwright/test";
import { desk } from "./console-page.ts";
import { picture } from "./look.ts";

// What can be done to an open case without a keyboard's keys and without knowing them.

test.beforeEach(({ page }) => page.setViewportSize({ width: 390, height: 844 }));

test("on a phone everything that can be done to a case is one touch away @mobile", async ({ page }) => {
  const { sent } = await desk(page);
  const more = page.getByRole("button", { name: "More actions" });
  const sheet = page.getByRole("dialog", { name: "More actions" });
  await more.click();
  for (const name of ["Assign to me", "Snooze", "Pass to a group", "Priority: urgent", "Tags, subject and priority"])
    await expect(sheet.getByRole("button", { name })).toBeAttached();
  const { y, height } = (await sheet.boundingBox())!;
  expect(y + height).toBeCloseTo(page.viewportSize()!.height, 0);
  expect((await sheet.getByRole("button", { name: "Snooze" }).boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await picture(page, "the sheet");
  await sheet.getByRole("button", { name: "Priority: urgent" }).click();
  await expect(sheet).toBeHidden();
  await expect.poll(() => sent("prioritize").length).toBe(1);
  // What has been done is not offered again.
  await more.click();
  await expect(sheet.getByRole("button", { name: "Priority: normal" })).toBeAttached();
  await expect(sheet.getByRole("button", { name: "Priority: urgent" })).toHaveCount(0);
  await sheet.getByRole("button", { name: "Tags, subject and priority" }).click();
  await expect(page.getByRole("dialog", { name: "Tags, subject and priority" })).toBeVisible();
});

test("the sheet leads to all commands, and is worked by the keyboard alone", async ({ page }) => {
  await desk(page);
  const more = page.getByRole("button", { name: "More actions" });
  const sheet = page.getByRole("dialog", { name: "More actions" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(sheet).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(sheet.getByRole("button", { name: "Commands" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(more).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  // What is typed at once goes into the bar.
  await page.keyboard.type("tags");
  await expect(page.getByRole("combobox", { name: "Type a command" })).toHaveValue("tags");
});

test("beside a list the actions open below their button, within the page", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await desk(page);
  const more = page.getByRole("button", { name: "More actions" });
  await more.click();
  const sheet = page.getByRole("dialog", { name: "More actions" });
  const [button, box] = [(await more.boundingBox())!, (await sheet.boundingBox())!];
  expect(box.y).toBeGreaterThanOrEqual(button.y + button.height);
  expect(box.x + box.width).toBeLessThanOrEqual(button.x + button.width + 1);
  await picture(page, "below its button");
  // A click beside it closes it.
  await page.mouse.click(20, 700);
  await expect(sheet).toBeHidden();
});
