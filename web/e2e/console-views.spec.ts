import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// Saved views of the inbox: saved, found in the menu and by the command bar, renamed, shared, deleted; over a service made of maps.

async function inbox(
  page: Page,
  { role = "agent", prepare }: { role?: "agent" | "lead"; prepare?: (backend: Backend) => void } = {},
) {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const backend = new Backend();
  backend.role = role;
  backend.team.add(MAYA.id!, "Maya Lindqvist", { role });
  backend.open("Refund hasn’t arrived", { ago: 20 * MINUTE, priority: "urgent", tags: ["refund"] });
  backend.open("Change my address", { ago: 10 * MINUTE, by: { ...INES, name: "Bo Ek" } });
  prepare?.(backend);
  await backend.attach(page);
  await page.goto("/console/");
  await expect(page.locator(".row")).toHaveCount(2);
  return { backend, complaints };
}

const rows = (page: Page) => page.locator(".row");
const filter = (page: Page) => page.getByRole("combobox", { name: "Show one priority or tag" });
const inMenu = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name });

test("what a list shows alone is saved under a name, and is there again by one press", async ({ page }) => {
  const { backend, complaints } = await inbox(page);
  await expect(page.getByRole("button", { name: "Save view" })).toHaveCount(0);
  await filter(page).selectOption("purgent");
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Urgent ones");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(inMenu(page, "Urgent ones")).toHaveAttribute("aria-current", "page");
  expect([...backend.savedViews.views.values()]).toMatchObject([
    { name: "Urgent ones", personal: true, filter: { list: "waiting", priority: "urgent" } },
  ]);
  await filter(page).selectOption("");
  await expect(rows(page)).toHaveCount(2);
  await inMenu(page, "Urgent ones").click();
  await expect(rows(page)).toHaveCount(1);
  await expect(filter(page)).toHaveValue("purgent");
  expect(complaints).toEqual([]);
});

test("the keyboard finds a view by its name in the command bar", async ({ page }) => {
  const prepare = ({ savedViews }: Backend) =>
    void savedViews.add({ name: "Refunds", filter: { list: "waiting", tag: "refund" } });
  await inbox(page, { prepare });
  await expect(inMenu(page, "Refunds")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("refunds");
  await expect(page.getByRole("listbox").getByRole("option").first()).toContainText("Saved view");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(filter(page)).toHaveValue("trefund");
});

test("a view is renamed and deleted, and deleting asks once more", async ({ page }) => {
  const prepare = ({ savedViews }: Backend) =>
    void savedViews.add({ name: "Refunds", filter: { list: "waiting", tag: "refund" } });
  const { backend } = await inbox(page, { prepare });
  await inMenu(page, "Refunds").click();
  await page.getByRole("button", { name: "Edit view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Money back");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(inMenu(page, "Money back")).toBeVisible();
  await page.getByRole("button", { name: "Edit view" }).click();
  await page.getByRole("button", { name: "Delete" }).dblclick();
  const question = page.getByRole("group", { name: "Delete Money back?" });
  await expect(question.getByRole("button", { name: "Keep it" })).toBeVisible();
  expect(backend.savedViews.views.size).toBe(1);
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(inMenu(page, "Money back")).toHaveCount(0);
  // What is shown stays as it is.
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Save view" })).toBeVisible();
});

test("the way to a whole list lifts what a view has set, and a view for another tab filters this one not", async ({
  page,
}) => {
  const prepare = ({ savedViews }: Backend) =>
    void savedViews.add({ name: "Refunds", filter: { list: "waiting", tag: "refund" } });
  await inbox(page, { prepare });
  const isCurrent = page.getByRole("navigation").locator("[aria-current]");
  const other = page.context().waitForEvent("page");
  await inMenu(page, "Refunds").click({ modifiers: ["ControlOrMeta"] });
  await (await other).close();
  await expect(rows(page)).toHaveCount(2);
  await inMenu(page, "Refunds").click();
  await expect(rows(page)).toHaveCount(1);
  await expect(isCurrent).toHaveText(/Refunds/);
  await inMenu(page, "Inbox").click();
  await expect(rows(page)).toHaveCount(2);
  await expect(isCurrent).toHaveText(/Inbox/);
  // What somebody has chosen without a view stays.
  await filter(page).selectOption("purgent");
  await inMenu(page, "Inbox").click();
  await expect(rows(page)).toHaveCount(1);
});

test("what colleagues have changed is known once the line is back, and said where one changes the same", async ({
  page,
}) => {
  let first = "";
  const prepare = ({ savedViews }: Backend) =>
    void (first = savedViews.add({ name: "Refunds", filter: { list: "waiting", tag: "refund" } }).id);
  const { backend } = await inbox(page, { prepare });
  await expect(inMenu(page, "Refunds")).toBeVisible();
  backend.savedViews.add({ name: "Urgent ones", filter: { list: "waiting", priority: "urgent" } });
  await backend.disconnect();
  await expect(inMenu(page, "Urgent ones")).toBeVisible();
  await inMenu(page, "Refunds").click();
  await page.getByRole("button", { name: "Edit view" }).click();
  backend.savedViews.views.delete(first);
  await page.getByRole("textbox", { name: "Name" }).fill("Money back");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("alert")).toHaveText("Someone else has changed this view.");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Money back");
  await page.keyboard.press("Escape");
  await expect(inMenu(page, "Refunds")).toHaveCount(0);
});

test("a lead shares a view, and an agent sees it without changing it", async ({ page }) => {
  const { backend } = await inbox(page, { role: "lead" });
  await filter(page).selectOption("purgent");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("All urgent");
  await page.getByRole("combobox", { name: "Who can see it" }).selectOption("store");
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  await expect(inMenu(page, "All urgent")).toBeVisible();
  expect([...backend.savedViews.views.values()]).toMatchObject([{ personal: false }]);
  const other = await page.context().newPage();
  const prepare = ({ savedViews }: Backend) =>
    void savedViews.add({ name: "All urgent", personal: false, filter: { list: "waiting", priority: "urgent" } });
  await inbox(other, { prepare });
  await inMenu(other, "All urgent").click();
  await expect(rows(other)).toHaveCount(1);
  await expect(other.getByRole("button", { name: "Edit view" })).toHaveCount(0);
});

test("what the service refuses is said, and nothing typed is lost", async ({ page }) => {
  await inbox(page, { prepare: ({ savedViews }) => void (savedViews.most = 0) });
  await filter(page).selectOption("purgent");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("One more");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(/There are 20 views already/);
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("One more");
});

for (const { name, scheme, width, forced } of [
  { name: "light", scheme: "light", width: 1280, forced: false },
  { name: "dark, on a narrow phone", scheme: "dark", width: 320, forced: false },
  { name: "forced colours", scheme: "light", width: 1280, forced: true },
] as const) {
  test(`axe finds nothing in saved views, and nothing sticks out: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, forcedColors: forced ? "active" : "none", reducedMotion: "reduce" });
    const prepare = ({ savedViews }: Backend) => {
      savedViews.add({ name: "Urgent ones", filter: { list: "waiting", priority: "urgent" } });
      savedViews.add({ name: "Rechnungsempfängerbestätigungen", filter: { list: "open", tag: "refund" } });
      savedViews.add({ name: "Overdue everywhere", personal: false, filter: { list: "open", overdue: true } });
    };
    await inbox(page, { role: "lead", prepare });
    await inMenu(page, "Urgent ones").click();
    await expect(rows(page)).toHaveCount(1);
    expect(await findings(page, "saved-views")).toEqual([]);
    await page.getByRole("button", { name: "Edit view" }).click();
    await expect(page.getByRole("dialog", { name: "Edit view" })).toBeVisible();
    expect(await findings(page, "saved-views-dialog")).toEqual([]);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(widest).toBeLessThanOrEqual(0);
  });
}
