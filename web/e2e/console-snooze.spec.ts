import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// Conversations that are put aside, over a service made of maps.

async function agent(page: Page) {
  const backend = new Backend();
  const refund = backend.open("Refund hasn’t arrived", { by: INES, ago: 20 * MINUTE });
  const parcel = backend.open("Where is my parcel?", { by: INES, ago: 10 * MINUTE });
  await backend.attach(page);
  await page.goto(`/console/?case=${refund}`);
  await expect(page.getByRole("heading", { name: "Refund hasn’t arrived" })).toBeVisible();
  return { backend, refund, parcel };
}

const row = (page: Page, words: string) => page.getByRole("link", { name: words });

test("S puts the open case aside and goes on with the next; the list of those counts it", async ({ page }) => {
  const { backend, refund } = await agent(page);
  await page.keyboard.press("s");
  await expect(page.getByRole("dialog", { name: "Snooze until" })).toBeVisible();
  expect(await findings(page, "snooze-dialog")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Where is my parcel?" })).toBeVisible();
  const sent = backend.posted.concat(backend.heard).find(({ action }) => action === "snooze");
  expect(sent).toMatchObject({ case: refund });
  const until = (sent as { until: number }).until;
  expect(Math.abs(until - Date.now() - 60 * MINUTE)).toBeLessThan(5 * MINUTE);
  await page.keyboard.press("g");
  await page.keyboard.press("z");
  await expect(row(page, "Refund hasn’t arrived")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Snoozed/ })).toContainText("1 conversation");
  await expect(row(page, "Refund hasn’t arrived")).toContainText(/until /);
  expect(await findings(page, "snoozed-list")).toEqual([]);
});

test("the customer's words bring it back into the inbox, by hand it comes back too", async ({ page }) => {
  const { backend, refund } = await agent(page);
  backend.say(refund, MAYA, { kind: "snoozed", until: null });
  await expect(page.getByText("Snoozed until the customer writes", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "End snooze" }).click();
  await expect(page.getByText("Snoozed until the customer writes", { exact: true })).toBeHidden();
  backend.say(refund, MAYA, { kind: "snoozed", until: Date.now() + 60 * MINUTE });
  await expect(page.getByText(/^Snoozed until /)).toBeVisible();
  backend.say(refund, INES, { kind: "message", text: "Any news?", answers: null, sources: [] });
  await expect(page.getByText(/^Snoozed until /)).toBeHidden();
});

test("a time of one's own is chosen by date, and one that is past is not taken", async ({ page }) => {
  const { backend } = await agent(page);
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  const field = page.getByLabel("Choose date and time");
  await field.fill("2020-01-01T09:00");
  const submit = page.getByRole("dialog").getByRole("button", { name: "Snooze", exact: true });
  await expect(submit).toHaveAttribute("aria-disabled", "true");
  await field.fill("2099-01-01T09:00");
  await submit.click();
  await expect(page.getByRole("dialog")).toBeHidden();
  const sent = await expect
    .poll(() => backend.posted.concat(backend.heard).find(({ action }) => action === "snooze"))
    .toMatchObject({ until: new Date(2099, 0, 1, 9).getTime() });
  expect(sent).toBeUndefined();
});
