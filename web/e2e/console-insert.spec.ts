import { expect, test } from "@playwright/test";
import { type Backend, INES } from "../testing/console.ts";
import { composer, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// Kept answers put into a reply, and a customer's message that is heard.

/** An answer that a lead approved. */
const approved = async ({ knowledge }: Backend) =>
  void knowledge.add("How long does a refund take?", "Up to ten working days.", { status: "approved" });

test("a slash finds an answer, and Enter puts its words where the slash stood", async ({ page }) => {
  const { sent } = await desk(page, true, approved);
  await page.keyboard.press("r");
  await page.keyboard.type("Hello, /refund");
  await page.clock.runFor(200);
  const choices = page.getByRole("listbox", { name: "Answers to insert" });
  await expect(choices.getByRole("option").first()).toBeVisible();
  expect(await findings(page, "choices")).toEqual([]);
  await expect(composer(page)).toHaveAttribute("aria-activedescendant", "answer-choice-0");
  const answer = await choices.getByRole("option").first().locator(".quiet").textContent();
  await page.keyboard.press("Enter");
  await page.keyboard.type(" Bye");
  await expect(composer(page)).toHaveValue(`Hello, ${answer} Bye`);
  await expect(choices).toHaveCount(0);
  expect(sent("send")).toEqual([]);
});

test("what stands behind a slash is never sent by the Enter that chooses, found or not", async ({ page }) => {
  await desk(page, true, approved);
  await page.keyboard.press("r");
  await page.keyboard.type("/refund");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("/refund");
  await page.clock.runFor(200);
  await page.keyboard.type(" zzzz");
  await page.clock.runFor(200);
  await expect(page.locator(".answer-choices")).toContainText("No matching answer.");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("/refund zzzz");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.locator(".answer-choices")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast-card")).toContainText("Sending to Ines");
});

test("the button looks for an answer at the caret, and a click chooses one", async ({ page }) => {
  await desk(page, true, approved);
  await page.keyboard.press("r");
  await page.keyboard.type("Hello");
  await page.getByRole("button", { name: "Insert an answer" }).click();
  await page.clock.runFor(200);
  await page.getByRole("listbox", { name: "Answers to insert" }).getByRole("option").first().click();
  await expect(composer(page)).toHaveValue(/^Hello \S.{3}/);
  await expect(composer(page)).toBeFocused();
});

test("a customer's message is heard while nobody looks, and a draft is not", async ({ page }) => {
  await page.addInitScript(() => {
    const heard = { notes: 0 };
    Object.assign(globalThis, { heard });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      heard.notes += 1;
      start.call(this, when);
    };
    document.hasFocus = () => false;
  });
  const { backend, ids } = await desk(page, false);
  const notes = () => page.evaluate(() => (globalThis as unknown as { heard: { notes: number } }).heard.notes);
  backend.suggest(ids[1], "We can change it. [1]", [{ answer: "r4", question: "Refund times", quote: "Ten days." }]);
  await expect(page.locator(".row", { hasText: "Change my address" })).toContainText("Draft ready");
  expect(await notes()).toBe(0);
  backend.say(ids[2], INES, { kind: "message", text: "Are you there?", answers: null, sources: [] });
  await expect.poll(notes).toBe(2);
});
