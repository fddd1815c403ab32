import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, JON, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// Who works for a store and who gets which case, over a service made of maps.

async function lead(page: Page, at: string) {
  const backend = new Backend();
  backend.role = "lead";
  backend.team.add(MAYA.id!, "Maya Lindqvist", { role: "lead" });
  backend.team.add(JON.id!, "Jon Ek", { capacity: 4, cases: 3 });
  backend.team.addGroup("Billing");
  const asked = backend.open("Refund hasn’t arrived", { by: INES, ago: 20 * MINUTE });
  await backend.attach(page);
  await page.goto(`/console/${at.replace("CASE", asked)}`);
  return { backend, team: backend.team, asked };
}

test("a lead lays down what an agent may do, and the list says so", async ({ page }) => {
  const { team } = await lead(page, "?page=team");
  await expect(page.getByText("3 of 4 conversations")).toBeVisible();
  await page.getByRole("button", { name: "Change Jon Ek" }).click();
  await page.getByRole("checkbox", { name: "Billing" }).check();
  await page.getByLabel("Conversations at once").fill("6");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Billing · 3 of 6 conversations")).toBeVisible();
  expect(team.agents[1]).toMatchObject({ groups: [1], capacity: 6, active: true, version: 1 });
  await expect(page.locator(".changes li").first()).toContainText("Jon Ek is in Billing");
  await expect(page.locator(".changes li").first()).toContainText("Maya Lindqvist");
});

test("who changes what another lead has changed meanwhile is told, and sees it", async ({ page }) => {
  const { team } = await lead(page, "?page=team");
  await page.getByRole("button", { name: "Change Jon Ek" }).click();
  Object.assign(team.agents[1]!, { version: 7, capacity: 9 });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Someone else changed this meanwhile");
  await expect(page.getByText("3 of 9 conversations")).toBeVisible();
});

test("a number that is none is not saved", async ({ page }) => {
  const { team } = await lead(page, "?page=team");
  await page.getByRole("button", { name: "Change Jon Ek" }).click();
  await page.getByLabel("Conversations at once").fill("101");
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  expect(team.agents[1]!.version).toBe(0);
});

test("groups are added, renamed, closed and opened again", async ({ page }) => {
  const { team } = await lead(page, "?page=team");
  await page.getByLabel("Name of a new group").fill("Returns");
  await page.getByRole("button", { name: "Add group" }).click();
  await page.getByLabel("Name of group Billing").fill("Money");
  await page.getByLabel("Name of group Billing").press("Enter");
  await page.getByRole("button", { name: "Close group Returns" }).click();
  await expect(page.getByRole("button", { name: "Open group Returns again" })).toBeVisible();
  expect(team.groups).toEqual([
    { id: 1, name: "Money", closed: false },
    { id: 2, name: "Returns", closed: true },
  ]);
});

test("how cases find their agents is settled at once", async ({ page }) => {
  const { backend } = await lead(page, "?page=team");
  await page.getByRole("radio", { name: /^Automatic/ }).check();
  await page.getByLabel("Minutes until waiting conversations go back").fill("15");
  await page.getByLabel("Minutes until waiting conversations go back").blur();
  await expect.poll(() => backend.knowledge.settings.routing).toEqual({ automatic: true, grace_minutes: 15 });
});

test("of two who take a case the slower one is told who has it, and may take it over", async ({ page }) => {
  const { backend, asked } = await lead(page, "?case=CASE");
  await expect(page.locator(".speech")).toHaveCount(1);
  backend.refusals.set("assign", "taken");
  backend.say(asked, JON, { kind: "assigned", agent: JON.id!, name: JON.name });
  await page.keyboard.press("m");
  await expect(page.getByRole("alert")).toContainText("Jon Ek has this conversation now.");
  await page.getByRole("button", { name: "Take over" }).click();
  await expect(page.locator(".case-title")).toContainText("Assigned to you");
});

test("a case is passed to a group from the keyboard", async ({ page }) => {
  const { backend, asked } = await lead(page, "?case=CASE");
  await expect(page.locator(".speech")).toHaveCount(1);
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Billing" }).press("Enter");
  await expect
    .poll(() => backend.heard.find(({ action }) => action === "escalate"))
    .toMatchObject({ case: asked, group: 1 });
});

test("a case says in its row and head for which group it is, and a list shows one group", async ({ page }) => {
  const { backend, team, asked } = await lead(page, "?case=CASE");
  team.addGroup("Returns");
  await expect(page.locator(".speech")).toHaveCount(1);
  backend.say(asked, JON, { kind: "escalated", reason: "staff_asked", tried: null, group: 1 });
  await expect(page.locator(".case-title")).toContainText("For Billing");
  await expect(page.locator(".row", { hasText: "Refund" })).toContainText("For Billing");
  backend.open("The shoes are too small", { ago: 5 * MINUTE, group: 2 });
  backend.open("For whoever has time", { ago: 4 * MINUTE });
  await page.reload();
  await expect(page.locator(".row")).toHaveCount(3);
  const filter = page.getByRole("combobox", { name: "Show the conversations of a group" });
  await filter.selectOption("Returns");
  await expect(page.locator(".row")).toHaveText([/The shoes are too small/]);
  await expect(page.locator(".row")).toContainText("For Returns");
  await filter.selectOption("All groups");
  await expect(page.locator(".row")).toHaveCount(3);
});

test("a group that has nothing waiting shows an empty list", async ({ page }) => {
  await lead(page, "");
  await expect(page.locator(".row")).toHaveCount(1);
  await page.getByRole("combobox", { name: "Show the conversations of a group" }).selectOption("Billing");
  await expect(page.locator(".row")).toHaveCount(0);
  await expect(page.getByText("No matches")).toBeVisible();
});

test("an agent says that they take no new cases, and sees it", async ({ page }) => {
  const { team } = await lead(page, "");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("checkbox", { name: /^Take new conversations/ }).uncheck();
  await expect.poll(() => team.agents[0]!.available).toBe(false);
  await page.keyboard.press("Escape");
  await expect(page.locator(".rail .avatar")).toHaveAttribute("data-away", "true");
});

for (const [name, scheme, width] of [
  ["light", "light", 1280],
  ["dark, on a phone", "dark", 360],
] as const) {
  test(`axe finds nothing on the team's page, and all of it fits: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { team } = await lead(page, "?page=team");
    team.add(`a_${"o".repeat(26)}`, "Omar with a name as long as names may ever be", { active: false });
    await page.reload();
    await page.getByRole("button", { name: "Change Jon Ek" }).click();
    await expect(page.locator(".changes li")).toHaveCount(1);
    expect(await findings(page, "team")).toEqual([]);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll(".page *")]
        .filter((box) => box.closest(".unseen, .cut") === null && box.getBoundingClientRect().right > innerWidth + 0.5)
        .map((box) => box.outerHTML.slice(0, 100)),
    );
    expect(wide).toEqual([]);
  });
}

for (const width of [375, 320]) {
  test(`on a phone of ${width} pixels no word in the rail is broken, and where one is can be seen`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 700 });
    await lead(page, "?page=team");
    await expect(page.locator(".rail-item")).toHaveCount(11);
    const broken = await page.locator(".rail-item").evaluateAll((items) =>
      items.flatMap((item) => {
        const text = [...item.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)!;
        return [...text.textContent!.matchAll(/\p{L}+/gu)].flatMap((word) => {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          return range.getClientRects().length === 1 ? [] : [word[0]];
        });
      }),
    );
    expect(broken).toEqual([]);
    await expect(page.locator(".rail [aria-current]")).toBeInViewport({ ratio: 1 });
    await page.getByRole("button", { name: "Settings" }).click();
    await expect(page.getByRole("dialog", { name: "Settings" })).toBeVisible();
  });
}
