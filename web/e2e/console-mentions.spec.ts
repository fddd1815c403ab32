import { expect, test } from "@playwright/test";
import { Backend, JON, MINUTE } from "../testing/console.ts";
import { composer, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// Notes that call colleagues: written with an @, found in a list.

const team = (backend: Backend) => {
  backend.team.add(JON.id!, JON.name!);
  backend.team.add(`a_${"k".repeat(26)}`, "Jona Kivi");
  return Promise.resolve();
};

test("an @ in a note offers colleagues by keyboard, and the note calls whom it names", async ({ page }) => {
  const { sent } = await desk(page, true, team);
  await page.keyboard.press("n");
  await page.keyboard.type("Can you look, @jo");
  const options = page.getByRole("listbox", { name: "Colleagues to mention" }).getByRole("option");
  await expect(options).toHaveText(["Jon Ek", "Jona Kivi"]);
  expect(await findings(page, "choice of colleagues")).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(options).toHaveCount(0);
  await expect(composer(page)).toHaveValue("Can you look, @Jon Ek ");
  await page.keyboard.type("today?");
  await page.keyboard.press("Enter");
  await expect(page.locator(".speech[data-voice=note]:not(.pending)")).toContainText("@Jon Ek today?");
  expect(sent("note")).toMatchObject([{ text: "Can you look, @Jon Ek today?", mentions: [JON.id] }]);
});

test("a colleague who has come while the console was open is offered as well", async ({ page }) => {
  const { backend } = await desk(page, true, team);
  await page.keyboard.press("n");
  await page.keyboard.type("@jo");
  const options = page.getByRole("listbox", { name: "Colleagues to mention" }).getByRole("option");
  await expect(options).toHaveCount(2);
  backend.team.add(`a_${"n".repeat(26)}`, "Nora New");
  await composer(page).fill("");
  await page.clock.fastForward(20_000);
  await page.keyboard.type("@nor");
  await expect(options).toHaveText(["Nora New"]);
});

test("in a reply, behind Escape, and in an address an @ is a letter", async ({ page }) => {
  const { sent } = await desk(page, true, team);
  const list = page.getByRole("listbox", { name: "Colleagues to mention" });
  await page.keyboard.press("r");
  await page.keyboard.type("@Jon");
  await expect(list).toHaveCount(0);
  await composer(page).fill("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("@jo");
  await expect(list).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await page.keyboard.type(" or jon@shop.example");
  await page.keyboard.press("Enter");
  await expect.poll(() => sent("note").length).toBe(1);
  expect(sent("note")[0]).not.toHaveProperty("mentions");
});

test("whoever is called is counted at once, finds the note, opens its conversation, and has read it", async ({
  page,
}) => {
  const { backend, ids } = await desk(page, false, team);
  const way = page.getByRole("link", { name: /^Mentions/ });
  await expect(way).toHaveText("Mentions");
  backend.call(ids[1], JON, "Can you look at this address?");
  await expect(way).toContainText("1");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  const mention = page.locator(".mention");
  await expect(mention).toContainText("Jon Ek");
  await expect(mention).toContainText("Can you look at this address?");
  await expect(mention).toContainText("New");
  await expect(way).toHaveText("Mentions");
  expect(await findings(page, "mentions")).toEqual([]);
  await mention.click();
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`));
  await expect(page.locator(".speech[data-voice=note] .caption")).toContainText("mentions you");
  expect(await findings(page, "a note that mentions")).toEqual([]);
  await way.click();
  await expect(mention).not.toContainText("New");
});

test("a colleague who is gone is named as the reason why a note was not taken", async ({ page }) => {
  const { backend } = await desk(page, true, team);
  backend.refusals.set("note", "unknown_agent");
  await page.keyboard.press("n");
  await page.keyboard.type("@Jon Ek hello");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Someone you mentioned isn’t in this store.")).toBeVisible();
});

for (const [name, width, scheme] of [
  ["wide", 1280, "light"],
  ["narrow and dark", 320, "dark"],
] as const) {
  test(`mentions have no accessibility fault: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    const backend = new Backend();
    await backend.attach(page);
    await page.goto("/console/?page=mentions");
    await expect(page.getByText(/^Nobody has mentioned you yet/)).toBeVisible();
    expect(await findings(page, "none yet")).toEqual([]);
    const id = backend.open("Where is my refund?", { ago: 5 * MINUTE });
    for (const text of ["Please look", "And at this: ".repeat(30)]) backend.call(id, JON, text);
    await expect(page.locator(".mention")).toHaveCount(2);
    expect(await findings(page, "two of them")).toEqual([]);
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrollWidth).toBeLessThanOrEqual(width);
  });
}
