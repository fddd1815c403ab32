import { expect, test } from "@playwright/test";
import { ask, signInToList } from "./stack.ts";

// Cases that are sorted and dealt with several at a time, against the running stack.

test("a case is sorted, found by its tag, and several are tagged and closed at once", async ({
  page,
  request,
  baseURL,
}) => {
  const word = `sort${Math.random().toString(36).slice(2, 8)}`;
  const { caseId: first } = await ask(request, baseURL, `${word} one`);
  await ask(request, baseURL, `${word} two`);
  await signInToList(page);
  await page.goto(`/console/?case=${first}`);
  await expect(page.locator(".log .speech", { hasText: `${word} one` })).toBeVisible();
  await page.locator(".log").focus();
  await page.keyboard.press("y");
  await page.keyboard.press("u");
  await expect(page.locator(".case-title .mark-priority")).toHaveText("Urgent");
  await page.keyboard.press("t");
  await page.keyboard.type(word);
  await page.locator("dialog[open]").getByLabel("Subject", { exact: true }).fill(`${word} subject`);
  await page.keyboard.press("Enter");
  await expect(page.locator(".case-title h1")).toHaveText(`${word} subject`);
  await expect(page.locator(".case-title .mark-tag")).toHaveText([word]);
  await page.goto("/console/");
  const rows = page.locator(".row", { hasText: word });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Urgent");
  await page.getByRole("combobox", { name: "Show one priority or tag" }).selectOption({ label: word });
  await expect(page.locator(".row .what")).toHaveText([`${word} subject`]);
  await page.getByRole("combobox", { name: "Show one priority or tag" }).selectOption({ label: "All" });
  for (const text of [`${word} subject`, `${word} two`])
    await page.getByRole("checkbox", { name: `Select: ${text}` }).click();
  await page.keyboard.press("b");
  await page.keyboard.press("t");
  await page.keyboard.type(`${word} both-${word}`);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Do it now" }).click();
  await expect(page.locator(".bulk")).toContainText("2 conversations tagged.");
  await expect(page.locator(".row .mark-tag", { hasText: `both-${word}` })).toHaveCount(2);
  for (const text of [`${word} subject`, `${word} two`])
    await page.getByRole("checkbox", { name: `Select: ${text}` }).click();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.locator(".toast-card")).toContainText("Closing 2 conversations");
  await page.getByRole("button", { name: "Do it now" }).click();
  await expect(page.locator(".bulk")).toContainText("2 conversations closed.");
  await page.goto("/console/?list=closed");
  await expect(page.locator(".row", { hasText: word })).toHaveCount(2);
});
