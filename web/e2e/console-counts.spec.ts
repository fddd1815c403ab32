import { expect, test } from "@playwright/test";
import { INES, JON, MINUTE } from "../testing/console.ts";
import { desk } from "./console-page.ts";

// What the service knows and the lists have not loaded: how many cases there are, and what a customer asked before.

test("lists and title tell how many cases the service counts, not how many were loaded", async ({ page }) => {
  const { backend, ids } = await desk(page, false, async (service) => {
    service.unlisted = 40;
  });
  await page.clock.runFor(1_100);
  const inbox = page.getByRole("link", { name: "Inbox 43 conversations" });
  await expect(inbox).toBeVisible();
  await expect(page.getByRole("link", { name: "Open 40 conversations" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Closed 40 conversations in the last twelve months" })).toBeVisible();
  await expect(page.locator(".list-head .count")).toHaveText("43");
  await expect(page).toHaveTitle("(43) Inbox · Firstline");
  backend.say(ids[1], JON, { kind: "message", text: "Done", answers: null, sources: [] });
  await page.clock.runFor(1_100);
  await expect(page.getByRole("link", { name: "Inbox 42 conversations" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open 41 conversations" })).toBeVisible();
  backend.unlisted = 998;
  backend.cut();
  await page.clock.runFor(500);
  backend.isUp = true;
  await page.clock.runFor(60_000);
  await expect(page.locator(".list-head .count")).toHaveText("999+");
});

test("the customer's other cases come from the service, newest first, with status and time", async ({ page }) => {
  const { backend, ids } = await desk(page, true, async (service) => {
    service.open("Years ago", { ago: 9_000 * MINUTE, status: "resolved" });
    service.open("Last week", { ago: 90 * MINUTE, status: "open" });
  });
  const others = page.locator(".customer .earlier");
  await expect(others.getByRole("link")).toHaveCount(2);
  await expect(others.getByRole("link").first()).toContainText("Last week");
  await expect(others.getByRole("link").last()).toContainText("Closed");
  await expect(others.locator("time").first()).toHaveText(/20\d\d.*\d:\d\d/);
  const next = backend.open("Just now", { by: INES });
  backend.tell({ action: "worklist", store: "demo", summary: backend.cases.get(next)!.summary });
  await expect(others.getByRole("link").first()).toContainText("Just now");
  await page.goto(`/console/?case=${ids[1]}`);
  await expect(others).toContainText("None");
});

test("other cases that can't be read are not said to be none", async ({ page }) => {
  let isDown = true;
  await desk(page, true, (service) =>
    page.route(/cases\?customer=/, (route) => (isDown ? route.abort() : route.fallback())).then(() => service),
  );
  const others = page.locator(".customer .earlier");
  await expect(others).toContainText("Couldn’t load this.");
  isDown = false;
  await others.getByRole("button", { name: "Retry" }).click();
  await expect(others).toContainText("None");
});
