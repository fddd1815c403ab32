import { expect, test } from "@playwright/test";
import { AI, INES, JON, MAYA, MINUTE } from "../testing/console.ts";
import { UNDO, composer, desk, names } from "./console-page.ts";

// The console over a service made of maps: states, keys and races that the real stack reaches only with effort.

test("an arrival at the end shows at once; one that would push rows down waits for its key", async ({ page }) => {
  const { backend } = await desk(page, false);
  const tell = (id: string) =>
    backend.tell({ action: "worklist", store: "demo", summary: backend.cases.get(id)!.summary });
  tell(backend.open("Newest", { by: { ...INES, name: "Last One" } }));
  await expect(page.locator(".row")).toHaveCount(4);
  tell(backend.open("Oldest", { by: { ...INES, name: "First One" }, ago: 60 * MINUTE }));
  await expect(page.getByRole("button", { name: "Show 1 new" })).toBeVisible();
  expect((await names(page))[0]).toBe("Ines Moreau");
  await page.keyboard.press(".");
  await expect(page.locator(".row")).toHaveCount(5);
  expect((await names(page))[0]).toBe("First One");
});

test("keys typed without a pause all count", async ({ page }) => {
  const { ids } = await desk(page, false);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(ids[1]));
  await page.keyboard.press("r");
  await page.keyboard.type("Sure");
  await expect(composer(page)).toHaveValue("Sure");
});

test("the command bar takes what is typed right after it is called", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("rej");
  await page.keyboard.press("Enter");
  await page.keyboard.press("3");
  await expect(page.locator(".toast-card")).toContainText("Rejecting the suggestion");
});

test("an agent sees links, bold and lists as the customer does, and where a deceptive link leads", async ({ page }) => {
  const { backend, ids } = await desk(page);
  const text = "**Two ways:**\n- [https://bank.example](https://evil.example/x)\n- write to help@shop.example";
  backend.say(ids[0], AI, { kind: "message", text, answers: null, sources: [] });
  const message = page.locator(".speech[data-voice=assistant]").last();
  await expect(message.locator("strong")).toHaveText("Two ways:");
  await expect(message.locator("li")).toHaveCount(2);
  await expect(message.getByRole("link").first()).toHaveText("https://evil.example/x");
  await expect(message.getByRole("link").last()).toHaveAttribute("href", "mailto:help@shop.example");
  backend.say(ids[0], INES, { kind: "message", text: "**not bold** www.shop.example", answers: null, sources: [] });
  const own = page.locator(".speech[data-voice=customer]").last();
  await expect(own).toContainText("**not bold**");
  await expect(own.getByRole("link")).toHaveAttribute("href", "https://www.shop.example");
});

test("the Enter that confirms a composed word sends nothing", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("r");
  await page.keyboard.type("Bonjour");
  // As Safari has it: the composition is over, the key code alone tells.
  await composer(page).evaluate((field) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    Object.defineProperty(event, "keyCode", { value: 229 });
    field.dispatchEvent(event);
  });
  await expect(composer(page)).toHaveValue("Bonjour");
  await expect(page.locator(".toast-card")).toHaveCount(0);
});

test("Done within a search goes on, and undoing it leads back to the case that it closed", async ({ page }) => {
  const { ids } = await desk(page);
  await page.getByRole("searchbox", { name: "Search this list" }).fill("refund");
  await expect(page.locator(".row")).toHaveCount(1);
  await page.locator(".log").focus();
  await page.keyboard.press("d");
  await expect(page).toHaveURL(new RegExp(ids[1]));
  await expect(page.getByRole("heading", { name: "Change my address" })).toBeVisible();
  await page.keyboard.press("u");
  await expect(page).toHaveURL(new RegExp(ids[0]));
  await expect(page.locator(".toast-card")).toHaveCount(0);
});

test.describe("a browser without `field-sizing`", () => {
  test.use({ bypassCSP: true });
  test("a reply's field grows with its words, over a reload, and shrinks once it is sent", async ({ page }) => {
    await page.addInitScript(() => {
      const supports = CSS.supports.bind(CSS) as (...query: string[]) => boolean;
      CSS.supports = (...query: string[]) => query[0] !== "field-sizing" && supports(...query);
      addEventListener("DOMContentLoaded", () => {
        const style = document.createElement("style");
        style.textContent = "textarea { field-sizing: fixed !important; }";
        document.head.append(style);
      });
    });
    await desk(page);
    const height = () => composer(page).evaluate((field) => field.getBoundingClientRect().height);
    const low = await height();
    await composer(page).fill("One\ntwo\nthree\nfour");
    await expect.poll(height).toBeGreaterThan(2 * low);
    const high = await height();
    await page.reload();
    await expect.poll(height).toBe(high);
    await composer(page).press("Enter");
    await expect.poll(height).toBe(low);
  });
});

test("whoever signs out with unsent words is asked before they are deleted", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("r");
  await page.keyboard.type("Half a reply");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("alert", { name: "Unsent drafts" })).toContainText("an unsent draft");
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(composer(page)).toHaveValue("Half a reply");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("button", { name: "Delete and sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft/")))).toEqual([]);
});

test("the search covers no other control of its row", async ({ page }) => {
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    if (width === 320) await desk(page, false);
    await page.getByRole("searchbox", { name: "Search this list" }).focus();
    const search = (await page.locator(".search").boundingBox())!;
    const commands = (await page.locator(".list-head > .button").boundingBox())!;
    expect(search.x + search.width, `${width}`).toBeLessThanOrEqual(commands.x);
    expect(search.width).toBeGreaterThan(100);
  }
});

test("a button that its own command takes away leaves the focus in the case", async ({ page }) => {
  const { backend, ids } = await desk(page);
  await page.getByRole("button", { name: "Assign to me" }).first().click();
  await expect(page.getByText("You took the conversation")).toBeVisible();
  await expect(page.locator(".log")).toBeFocused();
  backend.say(ids[0], JON, { kind: "resolved" });
  await page.getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByText("You reopened the conversation")).toBeVisible();
  await expect(page.locator(".log")).toBeFocused();
});

test("who meets a conflict decides: send anyway keeps the same command", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  backend.refusals.set("send", "conflict");
  await page.keyboard.press("r");
  await page.keyboard.type("I am on it.");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  backend.say(ids[0], JON, { kind: "message", text: "Jon here.", answers: null, sources: [] });
  await expect(page.getByText("Jon Ek replied")).toBeVisible();
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect(page.locator(".clash")).toHaveCount(0);
  await expect(page.locator(".speech", { hasText: "I am on it." })).toBeVisible();
  const [first, second] = sent("send") as { id: string; anyway?: boolean }[];
  expect([first!.id, first!.anyway, second!.anyway]).toEqual([second!.id, undefined, true]);
});

test("who meets a conflict may take the words back", async ({ page }) => {
  const { backend } = await desk(page);
  backend.refusals.set("send", "conflict");
  await page.keyboard.press("r");
  await page.keyboard.type("I am on it.");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await page.locator(".clash").getByRole("button", { name: "Edit" }).click();
  await expect(composer(page)).toHaveValue("I am on it.");
});

test("words stay with their case, over a reload too", async ({ page }) => {
  const { ids } = await desk(page);
  await page.keyboard.press("r");
  await page.keyboard.type("For Ines only");
  await page.goto(`/console/?case=${ids[1]}`);
  await expect(page.getByRole("heading", { name: "Change my address" })).toBeVisible();
  await expect(composer(page)).toHaveValue("");
  await page.goto(`/console/?case=${ids[0]}`);
  await expect(composer(page)).toHaveValue("For Ines only");
});

test.describe("a page that goes", () => {
  test.use({ bypassCSP: true });
  test("a reply that is held is sent by a request that outlives the tab", async ({ page }) => {
    const { backend, ids } = await desk(page, true, (served) => served.listen(page));
    await page.keyboard.press("r");
    await page.keyboard.type("On its way.");
    await page.keyboard.press("Enter");
    await expect(page.locator(".toast-card")).toBeVisible();
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => backend.posted).toMatchObject([{ action: "send", case: ids[0], text: "On its way." }]);
  });
});

test("an approval that is held is sent when the person signs out", async ({ page }) => {
  const { backend } = await desk(page);
  await page.keyboard.press("a");
  await expect(page.locator(".toast-card")).toBeVisible();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => backend.posted).toMatchObject([{ action: "approve", suggestion: 2 }]);
});

test("the time for Undo can be set, and 0 sends at once", async ({ page }) => {
  const { sent } = await desk(page);
  const set = async (seconds: string) => {
    await page.keyboard.press("?");
    // Over what stands there: in Firefox `fill` puts a number before it.
    await page.getByLabel("Seconds to undo a reply").press("Control+a");
    await page.keyboard.type(seconds);
    await page.keyboard.press("Escape");
  };
  await set("30");
  await page.keyboard.press("a");
  await expect(page.locator(".toast-card")).toContainText("Sending to Ines in 30 s");
  await page.clock.runFor(29_000);
  await expect(page.locator(".toast-card")).toContainText("in 1 s");
  await page.keyboard.press("u");
  await expect(page.locator(".suggestion")).toBeVisible();
  await page.locator(".log").focus();
  await set("0");
  await page.keyboard.press("a");
  await expect(page.getByText("from a suggested reply")).toBeVisible();
  expect(sent("approve")).toMatchObject([{ suggestion: 2 }]);
});

test("whoever leaves while something can't be sent is asked first", async ({ page }) => {
  const { backend } = await desk(page);
  backend.cut();
  await page.keyboard.press("r");
  await page.keyboard.type("Written in a tunnel");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect(page.getByText("Waiting to send")).toBeVisible();
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(page.getByText("Waiting to send")).toBeVisible();
});

test("Done closes the case and opens the next", async ({ page }) => {
  const { ids, sent } = await desk(page);
  await page.keyboard.press("d");
  await expect(page).toHaveURL(new RegExp(ids[1]));
  await page.clock.runFor(UNDO);
  await expect(page.locator(".row")).toHaveCount(2);
  expect(sent("resolve")).toMatchObject([{ case: ids[0] }]);
});

test("taking a case, noting, withdrawing and letting go each show in the log", async ({ page }) => {
  const { sent } = await desk(page);
  await page.keyboard.press("m");
  await expect(page.getByText("You took the conversation")).toBeVisible();
  await page.keyboard.press("n");
  await page.keyboard.type("Bank side");
  await page.keyboard.press("Enter");
  const note = page.locator(".speech[data-voice=note]:not(.pending)");
  await expect(note).toContainText("Bank side");
  await note.hover();
  await note.getByRole("button", { name: "Delete" }).click();
  await page.clock.runFor(UNDO);
  await expect(note).toContainText("You deleted this message");
  await page.getByRole("button", { name: "Unassign" }).click();
  await expect(page.getByText("You unassigned the conversation")).toBeVisible();
  expect(sent("assign")).toMatchObject([{ agent: MAYA.id }]);
});

test("single keys can be switched off, and stay off", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("?");
  await page.getByLabel("Single-key shortcuts").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("a");
  await page.reload();
  await expect(page.locator(".suggestion")).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.getByRole("button", { name: "Approve and send" }).click();
  await expect(page.locator(".toast-card")).toBeVisible();
});

test("earlier messages come in above what is being read", async ({ page }) => {
  const { backend, ids } = await desk(page, false);
  for (let count = 1; count <= 120; count += 1)
    backend.say(ids[1], AI, { kind: "message", text: `Message ${count}`, answers: null, sources: [] }, 0, false);
  await page.goto(`/console/?case=${ids[1]}`);
  await expect(page.getByText("Message 120", { exact: true })).toBeInViewport();
  await page.locator(".log").evaluate((log) => (log.scrollTop = 100));
  await expect(page.getByText("Message 60", { exact: true })).toBeAttached();
  await expect(page.getByText("Message 72", { exact: true })).toBeInViewport();
  await page.locator(".log").evaluate((log) => (log.scrollTop = 0));
  await expect(page.getByText("Change my address").last()).toBeAttached();
});

test("a colleague who was there before is shown to whoever comes later", async ({ page }) => {
  const { backend } = await desk(page);
  backend.online = [{ store: "demo", user: JON.id!, name: JON.name }];
  await page.reload();
  await expect(page.getByText("Online: Jon Ek")).toBeVisible();
});

test("somebody who types or reads along is shown", async ({ page }) => {
  const { backend, ids } = await desk(page);
  backend.tell({ action: "presence", store: "demo", user: JON.id!, name: JON.name, online: true });
  backend.tell({ action: "typing", case: ids[0], user: INES.id!, role: "customer", name: INES.name, on: true });
  backend.tell({ action: "read", case: ids[0], user: JON.id!, role: "agent", seq: 2 });
  await expect(page.getByText("Ines is typing")).toBeVisible();
  await expect(page.getByText("Jon Ek is viewing")).toBeVisible();
});

test("a note that is too much at once goes by itself after the wait, and is not shown as failed", async ({ page }) => {
  const { backend, ids, sent } = await desk(page);
  backend.refusals.set("note", "rate_limited");
  await page.keyboard.press("n");
  await page.keyboard.type("Asked the warehouse");
  await page.keyboard.press("Enter");
  await expect.poll(() => sent("note").length).toBe(1);
  await page.clock.runFor(backend.retryAfter * 1_000 - 500);
  expect(sent("note").length).toBe(1);
  await expect(page.locator(".fate")).toHaveText("Sending…");
  await page.clock.runFor(2_000);
  await expect.poll(() => sent("note").length).toBe(2);
  await expect(page.locator(".fate")).toHaveCount(0);
  expect(backend.cases.get(ids[0])!.events.at(-1)!.body).toMatchObject({ kind: "note", text: "Asked the warehouse" });
});
