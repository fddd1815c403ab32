import { type APIRequestContext, expect, test } from "@playwright/test";
import type { EventView } from "../client/index.ts";
import { ask, signIn } from "./stack.ts";

// Canned replies against the running stack: written by a lead, used by an agent, read by the customer.

const UNDO = 5_600;
const unique = (words: string) => `${words} ${Math.random().toString(36).slice(2, 8)}`;

/** Somebody with a question, and the kinds and words of what they get to see. */
async function customer(request: APIRequestContext, baseURL: string | undefined, text: string) {
  const { api, headers, caseId } = await ask(request, baseURL, text);
  const events = async () =>
    ((await (await request.get(`${api}/cases/${caseId}/events`, { headers })).json()) as { events: EventView[] })
      .events;
  return {
    caseId,
    kinds: async () => (await events()).filter(({ author }) => author.role === "agent").map(({ body }) => body.kind),
    told: async () =>
      (await events()).flatMap(({ author, body }) => (author.role === "agent" && "text" in body ? [body.text] : [])),
  };
}

test("a lead's macro is found by an agent, filled in, sent, and closes the conversation; deleted, it is gone", async ({
  page,
  browser,
  request,
  baseURL,
}) => {
  const title = unique("On its way");
  const shortcut = `way-${Math.random().toString(36).slice(2, 8)}`;
  await signIn(page, "Lea Lindqvist", "?page=answers&answer=canned");
  await page.getByRole("button", { name: "Add for everyone" }).click();
  await page.keyboard.type(title);
  const form = page.locator(".canned-form");
  await form.getByLabel("Shortcut").fill(shortcut);
  await page
    .getByLabel("Reply", { exact: true })
    .fill("Dear {{customer}}, it is on its way. {{agent.name}}, {{store.name}}");
  await form.getByLabel("Assignment").selectOption("Assign to whoever sends it");
  await form.getByRole("checkbox", { name: "Close the conversation" }).check();
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("a placeholder that doesn’t exist");
  await form.getByLabel("Reply", { exact: true }).fill("Dear {{customer.name}}, it is on its way. {{agent.name}}");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  const row = page.locator(".canned-row", { hasText: title });
  await expect(row).toContainText("Then: assign to me, close");

  const asker = await customer(request, baseURL, unique("Where is it?"));
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "Ines Moreau", `?case=${asker.caseId}`);
  const composer = agent.locator(".composer textarea");
  await expect(composer).toBeVisible();
  await agent.locator(".log").focus();
  await agent.keyboard.press("r");
  await agent.keyboard.type(`/${shortcut}`);
  await expect(agent.getByRole("option", { name: title })).toBeVisible();
  await agent.keyboard.press("Enter");
  // A visitor has no name: that is filled in by hand.
  await expect(composer).toHaveValue("Dear {{customer.name}}, it is on its way. Ines Moreau");
  await agent.keyboard.type("visitor");
  await agent.keyboard.press("Enter");
  await expect.poll(asker.told, { timeout: 2 * UNDO }).toEqual(["Dear visitor, it is on its way. Ines Moreau"]);
  await expect.poll(asker.kinds, { timeout: 2 * UNDO }).toContain("resolved");
  await expect(agent.getByText("You took the conversation")).toBeVisible();
  await expect(agent.getByText("You closed the conversation")).toBeVisible();
  await agent.context().close();

  await page.getByRole("button", { name: `Edit ${title}` }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page
    .getByRole("group", { name: `Delete ${title}?` })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(row).toHaveCount(0);
  await page.goto("/console/?page=team");
  await expect(page.locator(".changes li").first()).toContainText(`Canned reply ${title} was deleted`);
});
