import { type APIRequestContext, type Page, expect, test } from "@playwright/test";
import type { ClientFrame, EventView } from "../client/index.ts";
import { ask, commandId, signInToList } from "./stack.ts";

// The console against the running stack: what one side does, the other sees. The customer speaks REST here.

/** A little more than the time in which a reply can be taken back. */
const UNDO = 5_600;
const inLog = (page: Page, text: string) => page.locator(".log .speech:not(.pending)", { hasText: text });
const composer = (page: Page) => page.getByRole("textbox", { name: /^Reply to/ });

/** Somebody with a question, and what they get to see. */
async function customer(request: APIRequestContext, baseURL: string | undefined, text: string) {
  const { api, headers, caseId } = await ask(request, baseURL, text);
  const events = async () =>
    ((await (await request.get(`${api}/cases/${caseId}/events`, { headers })).json()) as { events: EventView[] })
      .events;
  return {
    caseId,
    /** Gives a command, as of the newest event there is. */
    async act(command: Partial<ClientFrame>) {
      const after = (await events()).at(-1)?.seq ?? 0;
      const answer = await request.post(`${api}/cases/${caseId}/commands`, {
        headers,
        data: { id: commandId(), after, ...command },
      });
      expect(answer.status()).toBe(200);
    },
    /** What of an agent's words the customer sees, in order. */
    async told() {
      return (await events()).flatMap(({ author, body }) =>
        author.role === "agent" && "text" in body ? [body.text] : [],
      );
    },
    async kinds() {
      return (await events()).map(({ body }) => body.kind);
    },
  };
}

/** Words that no other test says. */
const unique = (words: string) => `${words} ${Math.random().toString(36).slice(2, 8)}`;

test("one click signs in, one signs out, and the address leads on", async ({ page, request, baseURL }) => {
  const asker = await customer(request, baseURL, unique("Where is it?"));
  await page.goto(`/console/?case=${asker.caseId}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Ines Moreau" }).click();
  await expect(inLog(page, "Where is it?")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`case=${asker.caseId}`));
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test("a new case shows within a second", async ({ page, request, baseURL }) => {
  await signInToList(page);
  const text = unique("Fresh question");
  await customer(request, baseURL, text);
  const opened = Date.now();
  await expect(
    page.locator(".row", { hasText: text }).or(page.getByRole("button", { name: /^Show \d+ new/ })),
  ).toBeVisible({
    timeout: 3_000,
  });
  expect(Date.now() - opened).toBeLessThan(1_000);
});

test("question, reply and answer cross live; a note stays inside", async ({ page, request, baseURL }) => {
  const asker = await customer(request, baseURL, unique("My parcel is late"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await page.getByRole("button", { name: "Assign to me" }).first().click();
  await expect(page.getByText("You took the conversation")).toBeVisible();
  await page.locator(".log").focus();
  await page.keyboard.press("n");
  await page.keyboard.type("The carrier says Tuesday");
  await page.keyboard.press("Enter");
  await expect(inLog(page, "The carrier says Tuesday")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  await page.keyboard.type("It comes on Tuesday.");
  await page.keyboard.press("Enter");
  await expect(inLog(page, "It comes on Tuesday.")).toBeVisible({ timeout: 2 * UNDO });
  expect(await asker.told()).toEqual(["It comes on Tuesday."]);
  await asker.act({ action: "send", text: "Thank you!" });
  await expect(inLog(page, "Thank you!")).toBeVisible();
});

test("a reply that is held is sent when the tab is closed", async ({ page, request, baseURL }) => {
  const asker = await customer(request, baseURL, unique("Is it on its way?"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await expect(inLog(page, "Is it on its way?")).toBeVisible();
  await page.keyboard.press("r");
  await page.keyboard.type("On its way.");
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast-card")).toBeVisible();
  expect(await asker.told()).toEqual([]);
  await page.close({ runBeforeUnload: true });
  await expect.poll(asker.told).toEqual(["On its way."]);
});

test("Done closes, the customer's reopening shows at once, and so does the agent's own", async ({
  page,
  request,
  baseURL,
}) => {
  const asker = await customer(request, baseURL, unique("A quick one"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await expect(composer(page)).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect.poll(asker.kinds, { timeout: 2 * UNDO }).toContain("resolved");
  await page.goto(`/console/?list=closed&case=${asker.caseId}`);
  await expect(page.getByText("You closed the conversation")).toBeVisible();
  await asker.act({ action: "reopen" });
  await expect(page.getByText("reopened the conversation")).toBeVisible();
  await expect(page.locator(".standing")).toHaveText("Needs a reply");
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto(`/console/?case=${asker.caseId}`);
  await page.getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByText("You reopened the conversation")).toBeVisible();
});

test("Undo really stops a reply", async ({ page, request, baseURL }) => {
  const asker = await customer(request, baseURL, unique("Will you answer?"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await composer(page).fill("Too hasty");
  await composer(page).press("Enter");
  await expect(page.locator(".toast-card")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await expect(composer(page)).toHaveValue("Too hasty");
  // Held later, it goes later: when it is there, what was undone would have gone before.
  await composer(page).fill("In peace");
  await composer(page).press("Enter");
  await expect(inLog(page, "In peace")).toBeVisible({ timeout: 2 * UNDO });
  expect(await asker.told()).toEqual(["In peace"]);
});

test("a reload in the middle loses nothing and doubles nothing", async ({ page, request, baseURL }) => {
  const asker = await customer(request, baseURL, unique("Does a reload hurt?"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await composer(page).fill("Held over a reload");
  await composer(page).press("Enter");
  await composer(page).fill("Unsent words");
  await page.reload();
  await expect(composer(page)).toHaveValue("Unsent words");
  await expect(inLog(page, "Held over a reload")).toHaveCount(1, { timeout: 3 * UNDO });
  await page.reload();
  await expect(inLog(page, "Held over a reload")).toHaveCount(1);
  expect(await asker.told()).toEqual(["Held over a reload"]);
});

test("what is written without a connection goes out once, when it is back", async ({
  page,
  context,
  request,
  baseURL,
}) => {
  const asker = await customer(request, baseURL, unique("Are you offline?"));
  await signInToList(page);
  await page.goto(`/console/?case=${asker.caseId}`);
  await expect(composer(page)).toBeVisible();
  await context.setOffline(true);
  await composer(page).fill("Written in a tunnel");
  await composer(page).press("Enter");
  await expect(page.locator(".toast-card")).toBeVisible();
  await expect(page.locator(".toast-card"), "it is held no longer").toHaveCount(0, { timeout: 2 * UNDO });
  await expect(page.locator(".log .speech.pending", { hasText: "Written in a tunnel" })).toBeVisible();
  expect(await asker.told()).toEqual([]);
  await context.setOffline(false);
  await expect(inLog(page, "Written in a tunnel")).toHaveCount(1, { timeout: 15_000 });
  expect(await asker.told()).toEqual(["Written in a tunnel"]);
});

test("of two agents the slower is asked before a second reply goes out", async ({
  page,
  browser,
  request,
  baseURL,
}) => {
  const asker = await customer(request, baseURL, unique("Who is there?"));
  const other = await browser.newPage();
  await signInToList(page);
  await signInToList(other, "Jon Petersen");
  for (const each of [page, other]) await each.goto(`/console/?case=${asker.caseId}`);
  await expect(page.getByText("Jon Petersen is viewing")).toBeAttached();
  await composer(page).fill("Ines is slower");
  await composer(page).press("Enter");
  await composer(other).fill("Jon is faster");
  await composer(other).press("Enter");
  await other.getByRole("button", { name: "Send now" }).click();
  await expect(inLog(page, "Jon is faster")).toBeVisible();
  await expect(page.getByText("Jon Petersen replied just now")).toBeVisible({ timeout: 2 * UNDO });
  expect(await asker.told()).toEqual(["Jon is faster"]);
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect(inLog(page, "Ines is slower")).toBeVisible();
  expect(await asker.told()).toEqual(["Jon is faster", "Ines is slower"]);
  await other.close();
});

test("the shop's widget shows the agent's reply", async ({ page, browser }) => {
  const shop = await browser.newPage();
  await shop.goto("/");
  await shop.locator("[data-chat]").first().click();
  const chat = shop.frameLocator("iframe");
  const text = unique("Do you ship to Norway?");
  await chat.getByRole("textbox").fill(text);
  await chat.getByRole("textbox").press("Enter");
  await signInToList(page);
  await page.locator(".row", { hasText: text }).click();
  await composer(page).fill("Yes, in three days.");
  await composer(page).press("Enter");
  await expect(chat.getByText("Yes, in three days.").first()).toBeVisible({ timeout: 2 * UNDO });
  await shop.close();
});
