import { expect, test } from "@playwright/test";
import { AI, INES, JON } from "../testing/console.ts";
import { DRAFT, SOURCES, UNDO, composer, desk } from "./console-page.ts";

// Deciding on a drafted reply, by keys and by hand, over a service made of maps.

test("A approves, and U really stops it", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("a");
  await expect(page.locator(".suggestion")).toHaveCount(0);
  await expect(page.locator(".speech.pending")).toContainText("banks can take ten days");
  await page.keyboard.press("u");
  await expect(page.locator(".suggestion")).toBeVisible();
  await page.clock.runFor(2 * UNDO);
  await expect(page.locator(".toast-card")).toHaveCount(0);
  expect(sent("approve")).toEqual([]);
});

test("an approval goes out after five seconds and stands in the log", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("a");
  await page.clock.runFor(4_000);
  expect(sent("approve")).toEqual([]);
  await page.clock.runFor(UNDO - 4_000);
  await expect(page.getByText("from a suggested reply")).toBeVisible();
  expect(sent("approve")).toMatchObject([{ suggestion: 2, answers: 2 }]);
  await expect(page.locator(".row").first()).toContainText("Now in Open");
});

test("a draft shows what it rests on, and what rests on nothing", async ({ page }) => {
  const { backend, ids } = await desk(page);
  const source = { ...SOURCES[0]!, approved_by: JON.name, approved_at: Date.UTC(2026, 10, 21) };
  const range = { unsupported_ranges: [{ start: 31, end: 61 }] };
  const grounds = { found_by: "model" as const, like: "Where is my money?", approvals: 14, unsupported: [1], ...range };
  backend.suggest(ids[0], "Banks take up to ten days. [1] We will write to you tomorrow.", [source], 0, grounds);
  const card = page.getByRole("region", { name: "Suggested reply" });
  await expect(card.locator(".unsupported")).toHaveText("We will write to you tomorrow.");
  await expect(card.getByText("no source", { exact: true })).toBeVisible();
  await card.getByRole("button", { name: "Source 1" }).click();
  await expect(card.getByText("Approved by Jon Ek on 21 Nov 2026")).toBeVisible();
  await card.getByText("Why this draft").click();
  for (const fact of ["“Where is my money?”", "chosen by a language model", "14 times", "1 sentence"])
    await expect(card.getByText(fact)).toBeVisible();
});

test("R leaves the draft and takes the agent's own words", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("r");
  await page.keyboard.type("On it.");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect(page.locator(".speech", { hasText: "On it." })).toBeVisible();
  await expect(page.locator(".suggestion")).toHaveCount(0);
  expect(sent("send")).toMatchObject([{ text: "On it.", answers: 2 }]);
});

test("an edit shows the words it changed and sends them", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("e");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Dear ");
  await expect(page.locator(".suggestion ins")).toHaveText(["Dear "]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("a");
  await page.clock.runFor(UNDO);
  await expect(page.getByText("from an edited suggestion")).toBeVisible();
  expect(sent("approve")).toMatchObject([{ text: `Dear ${DRAFT}` }]);
});

test("a draft that the customer has written past can't be approved", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  backend.say(ids[0], INES, { kind: "message", text: "It was order 7731.", answers: null, sources: [] });
  await expect(page.getByText("The customer wrote again")).toBeVisible();
  await page.keyboard.press("a");
  await page.clock.runFor(UNDO);
  expect(sent("approve")).toEqual([]);
  await page.clock.runFor(15_000);
  await expect(page.getByText("Edit the draft, or write your own reply.")).toBeVisible();
  backend.suggest(ids[0], "Order 7731 was refunded today.", SOURCES);
  await expect(page.locator(".suggestion")).toContainText("7731 was refunded");
  await expect(page.getByText("The customer wrote again")).toHaveCount(0);
});

test("no newer draft is promised once the assistant has called a person instead", async ({ page }) => {
  const { backend, ids } = await desk(page);
  backend.say(ids[0], INES, { kind: "message", text: "May I speak to somebody?", answers: null, sources: [] });
  await expect(page.getByText("Updating the draft…")).toBeVisible();
  backend.say(ids[0], AI, { kind: "escalated", reason: "customer_asked", tried: null });
  await expect(page.getByText("Edit the draft, or write your own reply.")).toBeVisible();
});

test("a draft that was written past goes out once it is edited by who has read on", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  backend.say(ids[0], INES, { kind: "message", text: "It was order 7731.", answers: null, sources: [] });
  await expect(page.getByText("The customer wrote again")).toBeVisible();
  await page.keyboard.press("e");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("About order 7731: ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("a");
  await page.clock.runFor(UNDO);
  await expect(page.getByText("from an edited suggestion")).toBeVisible();
  expect(sent("approve")).toMatchObject([{ suggestion: 2, answers: 3, text: `About order 7731: ${DRAFT}` }]);
});

test("a newer draft takes no words from who edits the one before, and no key becomes a command", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  await page.keyboard.press("e");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("De");
  backend.suggest(ids[0], "A newer one.", SOURCES);
  await expect(page.locator(".suggestion")).toContainText("A newer one.");
  await page.keyboard.type("ar a");
  await expect(composer(page)).toHaveValue(`De${DRAFT}ar a`);
  await page.clock.runFor(UNDO);
  expect(sent("approve")).toEqual([]);
});

test("what is typed after its field has gone is no command, until the person pauses", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("r");
  await page.keyboard.type("Dear");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.type("adxm3");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  expect(sent("assign")).toEqual([]);
  await page.clock.runFor(1_100);
  await page.keyboard.press("d");
  await expect(page.locator(".toast-card")).toBeVisible();
});

test("a key that was meant for the draft before decides nothing on the one that has just come", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.keyboard.press("x");
  backend.suggest(ids[0], "A newer one.", SOURCES);
  await expect(page.locator(".suggestion")).toContainText("A newer one.");
  await page.keyboard.type("1a");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.clock.runFor(800);
  await page.keyboard.press("a");
  await expect(page.locator(".toast-card")).toBeVisible();
  expect(sent("reject")).toEqual([]);
});

test("a digit picks a reason and means nothing else", async ({ page }) => {
  await desk(page);
  for (const digit of ["1", "2", "3", "4"]) await page.keyboard.press(digit);
  await expect(page).toHaveURL(/case=/);
  await expect(page).not.toHaveURL(/list=/);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/list=open/);
});
