import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// What is due by when: targets in the list and the head, promises in the conversation, over a service made of maps.

const HOUR = 60 * MINUTE;

async function agent(page: Page) {
  const backend = new Backend();
  const now = Date.now();
  const due = (kind: "first_reply" | "resolution", minutes: number, warning = 15) => ({
    kind,
    at: now + minutes * MINUTE,
    warn_at: now + (minutes - warning) * MINUTE,
  });
  const refund = backend.open("Refund hasn’t arrived", {
    by: INES,
    ago: 40 * MINUTE,
    deadlines: [due("first_reply", -10.5), due("resolution", 7.5 * 60, 60)],
  });
  backend.open("Where is my parcel?", { by: INES, ago: 10 * MINUTE, deadlines: [due("first_reply", 10.5)] });
  backend.open("A question of size", { by: INES, ago: 5 * MINUTE, deadlines: [due("resolution", 3 * 60 + 0.5)] });
  await backend.attach(page);
  await page.goto(`/console/?case=${refund}`);
  await expect(page.getByRole("heading", { name: "Refund hasn’t arrived" })).toBeVisible();
  return { backend, refund };
}

const row = (page: Page, words: string) => page.getByRole("link", { name: words });
const bar = (page: Page) => page.getByRole("region", { name: "Promised reply" });

test("each row says how much time is left until its target, or since when it is over, with a mark", async ({
  page,
}) => {
  await agent(page);
  for (const [words, left, urgency] of [
    ["Refund hasn’t arrived", "First reply: 10 min late", "late"],
    ["Where is my parcel?", "First reply: 10 min left", "soon"],
    ["A question of size", "Resolution: 3 h left", "calm"],
  ] as const) {
    await expect(row(page, words).locator(".wait")).toHaveText(left);
    await expect(row(page, words).locator(".wait")).toHaveAttribute("data-urgency", urgency);
  }
  const head = page.locator(".case-head");
  await expect(head.locator(".wait")).toHaveText("First reply: 10 min late");
  expect(await findings(page, "targets")).toEqual([]);
});

for (const width of [320, 768, 1024, 1180, 1280, 1440]) {
  test(`the head shows a target's mark and the standing whole, on a page of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 });
    await agent(page);
    const cut = await page.locator(".case-title p > :is(.wait, .standing)").evaluateAll((marks) => {
      const line = marks[0]!.parentElement!.getBoundingClientRect();
      return marks
        .filter((mark) => {
          const { left, right } = mark.getBoundingClientRect();
          return left < line.left - 0.5 || right > line.right + 0.5 || mark.scrollWidth > mark.clientWidth + 1;
        })
        .map((mark) => mark.textContent);
    });
    expect(cut).toEqual([]);
  });
}

test("what is overdue is shown alone", async ({ page }) => {
  await agent(page);
  await expect(page.locator(".row")).toHaveCount(3);
  await page.getByLabel("Show one priority or tag").selectOption("Overdue");
  await expect(page.locator(".row")).toHaveCount(1);
  await expect(row(page, "Refund hasn’t arrived")).toBeVisible();
});

test("what was warned of and missed stands in the conversation", async ({ page }) => {
  const { backend, refund } = await agent(page);
  const system = { role: "system", id: null, name: null } as const;
  const at = Date.now() - 10 * MINUTE;
  backend.say(refund, system, { kind: "target_warned", target: "first_reply", due: at });
  backend.say(refund, system, { kind: "target_missed", target: "first_reply", due: at });
  await expect(page.getByText(/^First reply is due soon: /)).toBeVisible();
  await expect(page.getByText(/^First reply was late: due /)).toBeVisible();
});

test("W promises a reply by a time; it is shown, changed, withdrawn and kept by the next reply", async ({ page }) => {
  const { backend, refund } = await agent(page);
  await page.keyboard.press("w");
  await expect(page.getByRole("dialog", { name: "Promise a reply by" })).toBeVisible();
  expect(await findings(page, "promise-dialog")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(bar(page)).toContainText(/^You promised a reply by /);
  await expect(page.getByText(/^You promised a reply by .* at /)).toBeVisible();
  const sent = () => backend.posted.concat(backend.heard).filter(({ action }) => action === "promise_reply");
  expect(sent()).toMatchObject([{ case: refund }]);
  const by = (sent()[0] as { by: number }).by;
  expect(Math.abs(by - Date.now() - HOUR)).toBeLessThan(MINUTE);
  expect(await findings(page, "promise-bar")).toEqual([]);

  await bar(page).getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog", { name: "Promise a reply by" });
  await dialog.getByLabel("Choose date and time").fill("2099-01-01T09:00");
  const submit = dialog.getByRole("button", { name: "Promise a reply by" });
  await expect(submit).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("button", { name: /^Tomorrow morning/ }).click();
  await expect.poll(() => sent().length).toBe(2);

  await bar(page).getByRole("button", { name: "Withdraw" }).click();
  await expect(bar(page)).toBeHidden();
  await expect(page.getByText("You withdrew the promised reply time")).toBeVisible();

  backend.say(refund, MAYA, { kind: "promised", by: Date.now() + HOUR });
  await expect(bar(page)).toContainText(/promised a reply by /);
  backend.say(refund, MAYA, { kind: "message", text: "It is here.", answers: null, sources: [] });
  await expect(bar(page)).toBeHidden();
});

test("a promise that nobody has kept is marked in the list and above the composer", async ({ page }) => {
  const { backend, refund } = await agent(page);
  const by = Date.now() - 20.5 * MINUTE;
  const promised = backend.say(refund, MAYA, { kind: "promised", by }, 30 * MINUTE);
  backend.say(refund, { role: "system", id: null, name: null }, { kind: "promise_missed", of: promised.seq, by });
  await expect(bar(page)).toContainText("No reply yet");
  await expect(row(page, "Refund hasn’t arrived").locator(".wait")).toHaveText("Promised reply: 20 min late");
  await expect(page.getByText(/^Promised reply was late: due /)).toBeVisible();
  expect(await findings(page, "promise-missed")).toEqual([]);
});

test("the command bar offers the promise", async ({ page }) => {
  await agent(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("promise");
  await expect(page.getByRole("option", { name: /Promise a reply by a time/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Promise a reply by" })).toBeVisible();
});

test("a lead sets targets by priority, in office hours, with a warning", async ({ page }) => {
  const backend = new Backend();
  backend.role = "lead";
  await backend.attach(page);
  await page.goto("/console/?page=store");
  await page.getByLabel("Urgent: First reply (minutes)").fill("15");
  await page.getByLabel("Normal: Resolution (minutes)").fill("480");
  await expect(page.getByRole("cell", { name: "8 h" })).toBeVisible();
  await page.getByLabel("Low: First reply (minutes)").fill("0.5");
  await expect(page.getByText(/^Each target is a whole number of minutes/)).toBeVisible();
  await page.getByLabel("Low: First reply (minutes)").fill("");
  await page.getByRole("checkbox", { name: /^Count office hours only/ }).uncheck();
  await page.getByLabel(/^Warning after this share/).fill("80");
  expect(await findings(page, "targets-page")).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(backend.knowledge.settings.targets).toEqual({
    urgent: { first_reply: 15, resolution: null },
    high: { first_reply: null, resolution: null },
    normal: { first_reply: null, resolution: 480 },
    low: { first_reply: null, resolution: null },
    clock: "calendar",
    warn_at_percent: 80,
  });
});
