import { readFileSync } from "node:fs";
import { type Page, expect, test } from "@playwright/test";
import type { CustomerExport, ErasureView } from "../client/index.ts";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// A customer wants to have what is held of them, or to have it erased: what a lead does in the console.

const SECRET = "Refund to IBAN of Ines";

async function open(page: Page, role: "agent" | "lead") {
  const backend = new Backend();
  backend.role = role;
  const id = backend.open(SECRET, { by: INES, ago: 20 * MINUTE });
  await backend.attach(page);
  const asked: ErasureView[] = [];
  await page.route("**/stores/demo/erasures", async (route) => {
    const { id: command, subject } = (route.request().postDataJSON() ?? {}) as Partial<ErasureView>;
    if (command === undefined || subject === undefined) {
      // It has come to its end by the second look.
      for (const erasure of asked) Object.assign(erasure, { step: "checking", cases: 1, answers: 2 });
      return route.fulfill({ json: { erasures: asked } });
    }
    const who = { by: MAYA.id ?? "", by_name: MAYA.name };
    asked.push({ id: command, subject, at: Date.now(), ...who, step: "erasing", cases: 0, answers: 0 });
    return route.fulfill({ status: 202, json: asked.at(-1) });
  });
  await page.goto(`/console/?case=${id}`);
  await expect(page.locator(".log")).toContainText(SECRET);
  return { backend, id, asked };
}

test("a lead has a conversation erased, is asked first, and sees it go", async ({ page }) => {
  const { backend, id, asked } = await open(page, "lead");
  await page.getByRole("button", { name: "Personal data" }).click();
  await page.getByRole("button", { name: "Erase this conversation…" }).click();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  expect(asked).toEqual([]);
  await page.getByRole("button", { name: "Erase this conversation…" }).click();
  expect(await findings(page, "asked whether to erase", "body")).toEqual([]);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("1 conversation erased, and 2 answers with it.")).toBeVisible();
  expect(asked.map(({ subject }) => subject)).toEqual([{ kind: "case", case: id }]);
  backend.say(id, MAYA, { kind: "erased" });
  await expect(page.locator(".log")).not.toContainText(SECRET);
  await expect(page.locator(".log")).toContainText("erased everything that was said before");
});

test("an erased conversation says so, in the list too and after a reload, and no longer how pressing it was", async ({
  page,
}) => {
  const { backend, id } = await open(page, "lead");
  backend.say(id, MAYA, { kind: "prioritized", priority: "urgent" });
  const row = page.locator(".row").filter({ hasText: "00001" });
  await expect(row.getByText("Urgent")).toBeVisible();
  backend.say(id, MAYA, { kind: "resolved" });
  backend.say(id, MAYA, { kind: "erased" });
  await expect(page.locator(".case-title h1")).toHaveText("Erased");
  await expect(page.locator(".bubble.gone")).toHaveText("Erased");
  await expect(page.locator(".case-title").getByText("Urgent")).toHaveCount(0);
  await page.goto(`/console/?list=closed&case=${id}`);
  await expect(row.locator(".what")).toHaveText("Erased");
  await expect(row.getByText("Urgent")).toHaveCount(0);
  await expect(page.locator(".case-title h1")).toHaveText("Erased");
  expect(await findings(page, "an erased conversation")).toEqual([]);
  // What the customer says then is theirs again.
  backend.say(id, INES, { kind: "message", text: "Hello again", answers: null, sources: [] });
  await expect(page.locator(".log")).toContainText("Hello again");
  await expect(page.locator(".bubble.gone")).toHaveText("Erased");
});

test("an agent is offered nothing of it", async ({ page }) => {
  await open(page, "agent");
  await expect(page.locator(".customer h3").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Personal data" })).toHaveCount(0);
});

test("a lead saves all pages of what is held of a customer as one document, and as a page", async ({ page }) => {
  const { backend, id } = await open(page, "lead");
  const events = backend.events(id);
  await page.route("**/stores/demo/export?**", (route) => {
    const isFirst = !route.request().url().includes("cursor=");
    const document: CustomerExport = {
      version: 1,
      store: "demo",
      at: 1,
      profile: { id: INES.id ?? "", signed_in: true },
      cases: [
        {
          case: isFirst ? "first" : "second",
          opened_at: 1,
          status: "open",
          subject: null,
          tags: [],
          rating: null,
          events,
        },
      ],
      next: isFirst ? "more" : null,
    };
    return route.fulfill({ json: document });
  });
  await page.getByRole("button", { name: "Personal data" }).click();
  const save = async (name: string) => {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name }).click();
    return readFileSync(await (await saved).path(), "utf8");
  };
  const whole = JSON.parse(await save("Save as JSON")) as CustomerExport;
  expect(whole.cases.map((own) => own.case)).toEqual(["first", "second"]);
  await expect(page.getByText("2 conversations saved.")).toBeVisible();
  expect(await save("Save as a page")).toContain(SECRET);
  // The same with files, of which there are none here.
  const zip = await save("Save with files (ZIP)");
  expect(zip.slice(0, 2)).toBe("PK");
  for (const name of ["data.json", "page.html"]) expect(zip).toContain(name);
});
