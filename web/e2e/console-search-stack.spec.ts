import { expect, test } from "@playwright/test";
import { ask, signInToList } from "./stack.ts";

// All conversations are searched, against the running stack.

test("what a customer wrote is found by the command bar and on the page, however it is spelled", async ({
  page,
  request,
  baseURL,
}) => {
  const word = `zürich${Math.random().toString(36).slice(2, 8)}`;
  const plain = word.replace("ü", "U").toUpperCase();
  const { caseId: id } = await ask(request, baseURL, `Liefern Sie nach ${word}?`);
  await signInToList(page);
  await expect(page.locator(".row", { hasText: word })).toBeVisible();
  await page.goto(`/console/?page=search&query=${plain}`);
  const hit = page.locator(".hit");
  await expect(async () => {
    await page.reload();
    await expect(hit).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(hit.locator("mark").first()).toHaveText(word);
  await hit.click();
  await expect(page.locator(".log .speech", { hasText: word })).toBeVisible();
  expect(page.url()).toContain(id);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(`liefern ${plain.slice(0, -2)}`);
  await expect(page.locator(".bar [role=option] mark", { hasText: word })).toBeVisible();
});
