import { type Page, expect, test } from "@playwright/test";
import { INES, JON, MAYA, MINUTE } from "../testing/console.ts";
import { UNDO, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// How cases are sorted, found and dealt with several at a time, over a service made of maps.

const subjects = (page: Page) => page.locator(".row .what").allTextContents();
const opened = (page: Page) => page.locator("dialog[open]");
const marked = (page: Page, text: string) => page.locator(".row", { hasText: text });

test("who asked for a person goes first, then what is pressing, and the rows say why", async ({ page }) => {
  await desk(page, false, async (backend) => {
    backend.open("Just a question", { ago: 2 * MINUTE, priority: "low" });
    backend.open("The shop is on fire", { ago: 3 * MINUTE, priority: "urgent" });
    backend.open("A human, please", { ago: MINUTE, wants_person: true });
  });
  expect(await subjects(page)).toEqual([
    "A human, please",
    "The shop is on fire",
    "Refund hasn’t arrived",
    "Change my address",
    "Wrong VAT number",
    "Just a question",
  ]);
  await expect(marked(page, "A human, please")).toContainText("Asked for a person");
  await expect(marked(page, "The shop is on fire").locator(".mark-priority")).toHaveText("Urgent");
  await expect(marked(page, "Change my address").locator(".mark-priority")).toHaveCount(0);
});

test("for whom somebody else wants a person is said so, and goes no earlier", async ({ page }) => {
  const { backend, ids } = await desk(page, false);
  backend.say(ids[2], JON, { kind: "escalated", reason: "staff_asked", tried: null });
  await expect(marked(page, "Wrong VAT number")).toContainText("Needs a person");
  expect((await subjects(page)).at(-1)).toBe("Wrong VAT number");
});

test("two keys say how pressing the open case is, and no other key is taken from it", async ({ page }) => {
  const { sent, ids } = await desk(page);
  await page.locator(".log").focus();
  await page.keyboard.press("y");
  await page.keyboard.press("u");
  await expect(page.locator(".case-title .mark-priority")).toHaveText("Urgent");
  await expect(page.locator(".log")).toContainText("You set the priority to urgent");
  expect(sent("prioritize")).toMatchObject([{ case: ids[0], priority: "urgent" }]);
  await page.keyboard.press("y");
  await page.keyboard.press("u");
  await page.keyboard.press("y");
  await page.keyboard.press("l");
  await expect(page.locator(".case-title .mark-priority")).toHaveText("Low");
  expect(sent("prioritize")).toHaveLength(2);
  expect(sent("approve")).toHaveLength(0);
});

test("the command bar says how pressing a case is by name", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("prio hi");
  await page.keyboard.press("Enter");
  await expect.poll(() => sent("prioritize")).toMatchObject([{ priority: "high" }]);
});

test("one key opens what a case is called: what is typed at once goes into its tags", async ({ page }) => {
  const { sent, ids } = await desk(page);
  await page.locator(".log").focus();
  await page.keyboard.press("t");
  await page.keyboard.type("Refund, vip");
  await opened(page).getByLabel("Subject", { exact: true }).fill("Refund for order 7731");
  await opened(page).getByLabel("Priority").selectOption("High");
  expect(await findings(page, "tags and subject")).toEqual([]);
  await opened(page).getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".case-title h1")).toHaveText("Refund for order 7731");
  await expect(page.locator(".case-title .mark-tag")).toHaveText(["refund", "vip"]);
  await expect(page.locator(".case-title .mark-priority")).toHaveText("High");
  await expect(marked(page, "Refund for order 7731").locator(".mark-tag")).toHaveText(["refund", "vip"]);
  expect(sent("tag")).toMatchObject([{ case: ids[0], add: ["refund", "vip"], remove: [] }]);
  await page.keyboard.press("t");
  await opened(page).getByLabel("Tags", { exact: true }).fill("vip");
  await page.keyboard.press("Enter");
  await expect(page.locator(".case-title .mark-tag")).toHaveText(["vip"]);
  expect(sent("tag").at(-1)).toMatchObject({ add: [], remove: ["refund"] });
  expect(sent("set_subject")).toHaveLength(1);
});

test("what is no tag is said so and not sent", async ({ page }) => {
  const { sent } = await desk(page);
  await page.locator(".log").focus();
  await page.keyboard.press("t");
  await page.keyboard.type("fine a.b");
  await expect(page.getByRole("alert")).toContainText("“a.b” can’t be a tag");
  await page.keyboard.press("Enter");
  await expect(opened(page)).toBeVisible();
  await opened(page)
    .getByLabel("Tags", { exact: true })
    .fill(Array.from({ length: 11 }, (_, at) => `t${at}`).join(" "));
  await expect(page.getByRole("alert")).toContainText("at most 10 tags");
  await page.keyboard.press("Escape");
  expect(sent("tag")).toHaveLength(0);
});

test("a list shows one priority or one tag, and the search finds a tag", async ({ page }) => {
  await desk(page, false, async (backend) => {
    backend.open("An urgent one", { ago: 3 * MINUTE, priority: "urgent" });
    backend.open("A tagged one", { ago: 2 * MINUTE, tags: ["refund"] });
  });
  const filter = page.getByRole("combobox", { name: "Show one priority or tag" });
  await filter.selectOption({ label: "Urgent" });
  await expect(page.locator(".row .what")).toHaveText(["An urgent one"]);
  await filter.selectOption({ label: "refund" });
  await expect(page.locator(".row .what")).toHaveText(["A tagged one"]);
  await filter.selectOption({ label: "Low" });
  await expect(page.getByRole("heading", { name: "No matches" })).toBeVisible();
  await filter.selectOption({ label: "All" });
  await page.locator(".row").first().focus();
  await page.keyboard.press("/");
  await page.keyboard.type("refund");
  await expect(page.locator(".row .what")).toHaveText(["Refund hasn’t arrived", "A tagged one"]);
});

test("several cases are closed at once, and one undo takes all of it back", async ({ page }) => {
  const { sent, ids } = await desk(page, false);
  await page.keyboard.press("j");
  await page.keyboard.press("v");
  await page.keyboard.press("j");
  await page.keyboard.press("v");
  await expect(page.locator(".bulk")).toContainText("2 conversations selected");
  expect(await findings(page, "two selected")).toEqual([]);
  await page.keyboard.press("b");
  await page.keyboard.press("d");
  await expect(page.locator(".toast-card")).toContainText("Closing 2 conversations");
  await page.keyboard.press("u");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.clock.runFor(UNDO);
  expect(sent("resolve")).toHaveLength(0);
  await page.keyboard.press("b");
  await page.keyboard.press("v");
  await page.keyboard.press("b");
  await page.keyboard.press("d");
  await page.clock.runFor(UNDO);
  await expect(page.locator(".bulk")).toContainText("3 conversations closed.");
  expect(sent("resolve").map((frame) => "case" in frame && frame.case)).toEqual(ids);
});

test("two things done one after the other are undone one after the other", async ({ page }) => {
  const { sent } = await desk(page, false);
  for (const [key, words] of [
    ["t", "vip"],
    ["d", ""],
  ] as const) {
    await page.keyboard.press("b");
    await page.keyboard.press("v");
    await page.keyboard.press("b");
    await page.keyboard.press(key);
    if (words === "") continue;
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await expect(page.locator(".toast-card")).toContainText("Tagging 3 conversations");
  }
  await expect(page.locator(".toast-card")).toContainText("Closing 3 conversations");
  await page.keyboard.press("u");
  await expect(page.locator(".toast-card")).toContainText("Tagging 3 conversations");
  await page.keyboard.press("u");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.clock.runFor(UNDO);
  expect([...sent("tag"), ...sent("resolve")]).toEqual([]);
});

test("what is refused is named, with why, and the others are done", async ({ page }) => {
  const { backend, ids } = await desk(page, false);
  await page.keyboard.press("b");
  await page.keyboard.press("v");
  backend.refusals.set("resolve", "conflict");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.clock.runFor(UNDO);
  await expect(page.locator(".bulk")).toContainText("2 of 3 closed.");
  await expect(page.locator(".bulk li")).toHaveText(["Refund hasn’t arrived Someone else wrote first."]);
  await expect(page.locator(".notice")).toHaveCount(0);
  expect(await findings(page, "one refused")).toEqual([]);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.locator(".bulk li")).toHaveCount(0);
  expect(backend.cases.get(ids[0])!.summary.status).toBe("waiting");
});

test("selected cases go to a colleague, but for the one who has it already", async ({ page }) => {
  const { sent, ids } = await desk(page, false, async (backend) => {
    backend.team.add(MAYA.id!, "Maya Lindqvist");
    backend.team.add(JON.id!, "Jon Ek");
    backend.team.add(`a_${"x".repeat(26)}`, "Gone Girl", { active: false });
    const second = [...backend.cases.keys()][1]!;
    backend.say(second, MAYA, { kind: "assigned", agent: JON.id!, name: JON.name });
  });
  await page.keyboard.press("b");
  await page.keyboard.press("v");
  await page.keyboard.press("b");
  await page.keyboard.press("a");
  await expect(page.getByRole("button", { name: "Gone Girl" })).toHaveCount(0);
  await page.getByRole("button", { name: "Jon Ek" }).click();
  await page.clock.runFor(UNDO);
  await expect(page.locator(".bulk")).toContainText("2 conversations assigned. 1 already done.");
  expect(sent("assign")).toMatchObject([
    { case: ids[0], agent: JON.id },
    { case: ids[2], agent: JON.id },
  ]);
});

test("selected cases get tags; with the mouse a range is selected with Shift", async ({ page }) => {
  const { sent } = await desk(page, false);
  const boxes = page.locator(".row-select input");
  await boxes.nth(0).click();
  await boxes.nth(2).click({ modifiers: ["Shift"] });
  await expect(page.locator(".bulk")).toContainText("3 conversations selected");
  await boxes.nth(1).click();
  await page.keyboard.press("b");
  await page.keyboard.press("t");
  await page.keyboard.type("spring sale");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Do it now" }).click();
  await expect(page.locator(".bulk")).toContainText("2 conversations tagged.");
  expect(sent("tag")).toHaveLength(2);
  await expect(page.locator(".row .mark-tag")).toHaveText(["sale", "spring", "sale", "spring"]);
});

test("Escape lets the selection go, and another list begins without one", async ({ page }) => {
  await desk(page, false);
  await page.keyboard.press("j");
  await page.keyboard.press("v");
  await page.keyboard.press("Escape");
  await expect(page.locator(".bulk")).not.toContainText("selected");
  await page.keyboard.press("v");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.locator(".row")).toHaveCount(3);
  await expect(page.locator("li[data-selected=true]")).toHaveCount(0);
});

test("what customers write meanwhile stops a case from being closed unread", async ({ page }) => {
  const { backend, sent, ids } = await desk(page, false);
  await page.keyboard.press("b");
  await page.keyboard.press("v");
  await page.keyboard.press("b");
  await page.keyboard.press("d");
  const seen = backend.cases.get(ids[1])!.summary.seq;
  backend.say(ids[1], INES, { kind: "message", text: "And one more thing", answers: null, sources: [] });
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("resolve")).toHaveLength(3);
  expect(sent("resolve").find((frame) => "case" in frame && frame.case === ids[1])).toMatchObject({ after: seen });
});
