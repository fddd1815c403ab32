import { readFileSync } from "node:fs";
import { type Page, expect, test } from "@playwright/test";
import { Backend, JON, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// What a store's conversations came to, over a service made of maps.

async function report(page: Page, role: "lead" | "agent" = "lead") {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const backend = new Backend();
  backend.role = role;
  backend.team.add(MAYA.id!, "Maya Lindqvist", { role: "lead" });
  backend.team.add(JON.id!, "Jon Ek");
  backend.team.addGroup("Billing");
  backend.days.known = Array.from({ length: 30 }, (_, day) => ({
    opened: 10 + (day % 7) * 3,
    resolved: 8 + (day % 5) * 3,
  }));
  backend.open("Refund hasn’t arrived", { ago: 20 * MINUTE });
  await backend.attach(page);
  await page.goto("/console/?page=statistics");
  return { backend, complaints };
}

const tile = (page: Page, name: string) =>
  page.locator(".tiles div").filter({ has: page.getByText(name, { exact: true }) });

test("a lead sees what the last days came to, in figures, pictures and tables", async ({ page }) => {
  const { complaints } = await report(page);
  await expect(tile(page, "Started").locator("strong")).toHaveText("555");
  await expect(tile(page, "Closed")).toContainText("420");
  await expect(tile(page, "First reply by a person")).toContainText("3 min");
  await expect(tile(page, "First reply by a person")).toContainText("90% within 10 min");
  await expect(page.getByRole("img", { name: /chart of the conversations started and closed/ })).toBeVisible();
  await expect(page.locator(".chart canvas")).toHaveCount(3);
  const agents = page.getByRole("region", { name: "By agent" }).last();
  await expect(agents.getByRole("row", { name: /Jon Ek/ })).toContainText("2.5");
  await expect(page.getByRole("row", { name: /Billing/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a period of its own is asked for, and one without conversations says so", async ({ page }) => {
  const { backend } = await report(page);
  await expect(tile(page, "Started").locator("strong")).toHaveText("555");
  backend.days.known = [];
  await page.getByRole("combobox", { name: "Period" }).selectOption("7");
  await expect(page.getByText("No conversations were started in this period.")).toBeVisible();
});

test("each chart has its numbers in a table, and as a file for a spreadsheet", async ({ page }) => {
  await report(page);
  const section = page.locator("section", { has: page.getByRole("heading", { name: "By day" }) });
  await section.getByText("Show as a table").click();
  await expect(section.getByRole("row")).toHaveCount(31);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    section.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("demo-days.csv");
  const lines = readFileSync(await file.path(), "utf8").split("\r\n");
  expect(lines[0]).toBe("\uFEFFDay,Started,Closed,Answered by AI alone,Asked for a person,Reopened within 7 days");
  expect(lines[1]).toMatch(/^\d{4}-\d{2}-\d{2},10,8,2,2,0$/);
  expect(lines).toHaveLength(32);
});

test("how many conversations were within target is told by day and by person, and nothing where none had one", async ({
  page,
}) => {
  const { backend } = await report(page);
  await expect(tile(page, "First reply within target")).toContainText("90%");
  await expect(tile(page, "First reply within target")).toContainText("378 met, 42 missed");
  await expect(tile(page, "Closed within target")).toContainText("315 met, 105 missed");
  const agents = page.getByRole("region", { name: "By agent" }).last();
  await expect(agents.getByRole("row", { name: /Jon Ek/ })).toContainText("90% (378 of 420)");
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Response targets" }) });
  await section.getByText("Show as a table").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    section.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8").split("\r\n");
  expect(lines[0]).toBe(
    "\uFEFFDay,First reply: met,First reply: missed,First reply within target,Closing: met,Closing: missed,Closed within target",
  );
  expect(lines[1]).toMatch(/^\d{4}-\d{2}-\d{2},8,0,100%,6,2,75%$/);
  backend.days.hasTargets = false;
  await page.getByRole("combobox", { name: "Period" }).selectOption("7");
  await expect(page.locator(".chart canvas")).toHaveCount(2);
  await expect(page.getByText("within target")).toHaveCount(0);
});

test("the keyboard leads there, and an agent has no way to it", async ({ page }) => {
  await report(page);
  await page.goto("/console/");
  await expect(page.locator(".row")).toHaveCount(1);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { name: "Statistics" })).toBeVisible();
  const other = await page.context().newPage();
  await report(other, "agent");
  await expect(other.getByText("Only leads can see a store’s statistics.")).toBeVisible();
  await expect(other.getByRole("link", { name: "Statistics" })).toHaveCount(0);
});

for (const { name, scheme, width, forced } of [
  { name: "light", scheme: "light", width: 1280, forced: false },
  { name: "dark, on a narrow phone", scheme: "dark", width: 320, forced: false },
  { name: "forced colours", scheme: "light", width: 1280, forced: true },
] as const) {
  test(`axe finds nothing in the statistics, and nothing sticks out: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, forcedColors: forced ? "active" : "none", reducedMotion: "reduce" });
    await report(page);
    await expect(page.locator(".chart canvas")).toHaveCount(3);
    for (const summary of await page.getByText("Show as a table").all()) await summary.click();
    expect(await findings(page, "statistics")).toEqual([]);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(widest).toBeLessThanOrEqual(0);
  });
}
