import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, JON, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// Messages for later, over a service made of maps.

async function agent(page: Page) {
  const backend = new Backend();
  const asked = backend.open("Refund hasn’t arrived", { by: INES, ago: 20 * MINUTE });
  await backend.attach(page);
  await page.goto(`/console/?case=${asked}`);
  await expect(page.getByRole("heading", { name: "Refund hasn’t arrived" })).toBeVisible();
  return { backend, asked, composer: page.getByRole("textbox", { name: /^Reply to/ }) };
}

const card = (page: Page) => page.getByRole("region", { name: "Scheduled message" });

test("a reply is written for tomorrow, seen until then, changed, and not sent after all", async ({ page }) => {
  const { backend, asked, composer } = await agent(page);
  await expect(page.getByRole("button", { name: "Send later" })).toBeHidden();
  await composer.fill("It is with your bank by now.");
  await page.getByRole("button", { name: "Send later" }).click();
  expect(await findings(page, "later-dialog")).toEqual([]);
  await page.getByRole("button", { name: /^Tomorrow morning/ }).click();
  await expect(card(page)).toContainText("It is with your bank by now.");
  await expect(card(page)).toContainText("Will be sent:");
  await expect(composer).toHaveValue("");
  expect(await findings(page, "scheduled-card")).toEqual([]);
  await card(page).getByRole("button", { name: "Change" }).click();
  await expect(card(page)).toBeHidden();
  await expect(composer).toHaveValue("It is with your bank by now.");
  await expect(composer).toBeFocused();
  await page.getByRole("button", { name: "Send later" }).click();
  await page.getByRole("button", { name: /^In one hour/ }).click();
  await card(page).getByRole("button", { name: "Don’t send" }).click();
  await expect(card(page)).toBeHidden();
  const sent = backend.posted.concat(backend.heard).filter((frame) => "case" in frame && frame.case === asked);
  const actions = sent.map(({ action }) => action).filter((action) => action.includes("schedule"));
  expect(actions).toEqual(["schedule_message", "cancel_scheduled", "schedule_message", "cancel_scheduled"]);
});

test("what is sent before it can be changed is not written again: that it was sent is said", async ({ page }) => {
  const { backend, asked, composer } = await agent(page);
  const at = Date.now() + 60 * MINUTE;
  backend.say(asked, MAYA, { kind: "scheduled", text: "Later.", answers: 1, at, at_opening: false });
  await expect(card(page)).toContainText("Later.");
  backend.say(asked, MAYA, { kind: "message", text: "Later.", answers: 1, sources: [] }, 0, false, "later-00002");
  backend.refusals.set("cancel_scheduled", "wrong_state");
  await card(page).getByRole("button", { name: "Change" }).click();
  backend.tell({ action: "event", case: asked, event: backend.events(asked).at(-1)! });
  const said = page.getByRole("alert").filter({ hasText: "The scheduled message has already been sent." });
  await expect(said).toBeVisible();
  expect(await findings(page, "too-late")).toEqual([]);
  await expect(composer).toHaveValue("");
  await expect(page.locator(".bubble", { hasText: "Later." })).toHaveCount(1);
  await said.getByRole("button", { name: "Close" }).click();
  await expect(said).toHaveCount(0);
});

test("its words come back only when it is certain that they are not sent", async ({ page }) => {
  const { backend, asked, composer } = await agent(page);
  const at = Date.now() + 60 * MINUTE;
  backend.say(asked, MAYA, { kind: "scheduled", text: "Later.", answers: 1, at, at_opening: false });
  await expect(card(page)).toContainText("Later.");
  backend.cut();
  await card(page).getByRole("button", { name: "Change" }).click();
  await expect(card(page)).toHaveCount(0);
  await expect(composer).toHaveValue("");
  await page.reload();
  backend.isUp = true;
  await expect(composer).toHaveValue("Later.");
});

test("a colleague's reply calls it off, and the log says why it was not sent", async ({ page }) => {
  const { backend, asked } = await agent(page);
  const at = Date.now() + 60 * MINUTE;
  backend.say(asked, MAYA, { kind: "scheduled", text: "Later.", answers: 1, at, at_opening: true });
  await expect(card(page)).toContainText("Will be sent when the store opens:");
  backend.say(asked, JON, { kind: "message", text: "Here it is.", answers: 1, sources: [] });
  await expect(card(page)).toBeHidden();
  await expect(page.getByText(/not sent: somebody replied first/)).toBeVisible();
});
