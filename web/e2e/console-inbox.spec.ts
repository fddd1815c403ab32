import { expect, test } from "@playwright/test";
import { INES, JON, MAYA, MINUTE } from "../testing/console.ts";
import { desk } from "./console-page.ts";

// What one chooses a case by, and who says what in it.

test("a row says the question first, then how pressing it is, and last who asks and who has it", async ({ page }) => {
  const { ids } = await desk(page, false, async (service) => {
    const question = "I was charged twice for the same order and would like the second payment back before the weekend";
    const by = { ...INES, name: "Leo Okafor" };
    const id = service.open(question, { by, ago: 90 * MINUTE, assignee: MAYA.id, assignee_name: MAYA.name });
    service.say(id, by, { kind: "escalated", reason: "customer_asked", tried: null }, 80 * MINUTE, false);
  });
  const row = page.locator(".row").first();
  const words = (await row.textContent()) ?? "";
  expect(words).toMatch(/^I was charged twice/);
  const at = (text: string) => words.indexOf(text);
  expect(at("Asked for a person")).toBeGreaterThan(0);
  expect(at("Leo Okafor")).toBeGreaterThan(at("Asked for a person"));
  await expect(row.locator(".owner")).toContainText("You");
  await expect(row.locator(".wait")).toHaveAttribute("data-urgency", "late");
  const question = row.locator(".what");
  const { size, lines } = await question.evaluate((element) => {
    const style = getComputedStyle(element);
    return { size: style.fontSize, lines: element.clientHeight / Number.parseFloat(style.lineHeight) };
  });
  expect(size).toBe("15px");
  expect(Math.round(lines)).toBe(2);
  const drafted = page.locator(".row", { hasText: "Refund" });
  await expect(drafted).toContainText("Draft ready");
  await expect(drafted).not.toContainText("Asked for a person");
  expect(ids).toHaveLength(3);
});

test("a row fits its place, whatever is in it", async ({ page }) => {
  await desk(page, false, async (service) => {
    const by = { ...INES, name: "Maximiliana-Alexandrina von und zu Hohenlohe-Waldenburg" };
    const more = { suggestion: true, wants_person: true, assignee: JON.id, assignee_name: "Bartholomew" };
    service.open("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen".repeat(3), {
      by,
      ago: 99 * MINUTE,
      ...more,
    });
  });
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const sticking = await page
      .locator(".row")
      .first()
      .evaluate((row) => {
        const box = row.getBoundingClientRect();
        return [...row.querySelectorAll("*")]
          .filter((part) => part.closest(".unseen") === null)
          .filter((part) => {
            const its = part.getBoundingClientRect();
            return its.bottom > box.bottom || its.right > box.right + 0.5 || its.top < box.top;
          })
          .map((part) => part.className);
      });
    expect(sticking, String(width)).toEqual([]);
  }
});

test("the customer speaks on the left, the team and its assistant on the right", async ({ page }) => {
  const { backend, ids } = await desk(page);
  backend.say(ids[0], MAYA, { kind: "message", text: "We’re checking", answers: null, sources: [] });
  backend.say(ids[0], JON, { kind: "note", text: "Bank side" });
  const log = (await page.locator(".log ol").boundingBox())!;
  const middle = log.x + log.width / 2;
  const side = async (text: string) => {
    const box = (await page.locator(".bubble", { hasText: text }).boundingBox())!;
    return box.x + box.width / 2 < middle ? "left" : "right";
  };
  expect(await side("Refund hasn’t arrived")).toBe("left");
  expect(await side("We’re checking")).toBe("right");
  expect(await side("Bank side")).toBe("right");
});
